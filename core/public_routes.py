"""The complete list of pages that need no account; everything else asks to sign in."""

PUBLIC_ROUTES = {
    "accounts:sign_in": "the way in",
    "language": "choosing a language",
    "health": "for the load balancer; says only whether the portal works",
    "public:request_status": "where a request stands, by number and code; names nobody",
    "public:letter_check": "whether a letter is genuine; names nobody",
    "public:calendar": "one's own deadlines as counts, by a secret address; names nobody and no file",
    "public:home": "what the portal is and the two questions it answers",
}
