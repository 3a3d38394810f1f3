"""Addresses of households and requests."""

from django.urls import path, re_path

from cases import urls_procedure, views
from core.pages import DocumentDownload, LetterDownload

app_name = "cases"

VIEW = "cases.view_request"

urlpatterns = [
    path("search/", views.Search.as_view(), name="search"),
    path(
        "search/registration/",
        views.RegistrationSearch.as_view(),
        name="registration_search",
    ),
    path("requests/", views.RequestList.as_view(), name="request_list"),
    path(
        "requests/register/", views.RequestRegister.as_view(), name="request_register"
    ),
    path("requests/assign/", views.RequestAssign.as_view(), name="request_assign"),
    path("requests/agenda/", views.RequestAgenda.as_view(), name="request_agenda"),
    path("requests/send/", views.RequestSend.as_view(), name="request_send"),
    path("requests/<int:pk>/", views.RequestDetail.as_view(), name="request_detail"),
    path(
        "requests/<int:pk>/household/",
        views.RequestHousehold.as_view(),
        name="request_household",
    ),
    path(
        "requests/<int:pk>/household/contact/",
        views.RequestHouseholdUpdate.as_view(),
        name="request_household_update",
    ),
    path(
        "requests/<int:pk>/displacement/",
        views.DisplacementUpdate.as_view(),
        name="displacement_update",
    ),
    path(
        "requests/<int:pk>/property/",
        views.RequestProperty.as_view(),
        name="request_property",
    ),
    path(
        "households/<int:pk>/properties/add/",
        views.PropertyCreate.as_view(),
        name="property_create",
    ),
    path(
        "requests/<int:pk>/papers/",
        views.RequestPapers.as_view(),
        name="request_papers",
    ),
    path(
        "requests/<int:pk>/papers/add/",
        views.PaperCreate.as_view(),
        name="paper_create",
    ),
    path("papers/<int:pk>/edit/", views.PaperUpdate.as_view(), name="paper_update"),
    path("papers/<int:pk>/verify/", views.PaperVerify.as_view(), name="paper_verify"),
    path(
        "requests/<int:pk>/letters/",
        views.RequestLetters.as_view(),
        name="request_letters",
    ),
    path(
        "requests/<int:pk>/works/", views.RequestWorks.as_view(), name="request_works"
    ),
    path(
        "works/reports/<int:pk>/scan/",
        views.WorksReportScan.as_view(),
        name="works_report_scan",
    ),
    path(
        "works/acceptances/<int:pk>/scan/",
        views.AcceptanceScan.as_view(),
        name="acceptance_scan",
    ),
    path(
        "works/handovers/<int:pk>/scan/",
        views.HandoverScan.as_view(),
        name="handover_scan",
    ),
    path(
        "requests/<int:pk>/works/report/",
        views.WorksReportCreate.as_view(),
        name="works_report_create",
    ),
    path(
        "requests/<int:pk>/notes/", views.RequestNotes.as_view(), name="request_notes"
    ),
    path(
        "requests/<int:pk>/notes/add/", views.NoteCreate.as_view(), name="note_create"
    ),
    path(
        "requests/<int:pk>/institutions/ask/",
        views.InstitutionAsk.as_view(),
        name="institution_ask",
    ),
    path(
        "requests/<int:pk>/edit/", views.RequestUpdate.as_view(), name="request_update"
    ),
    path(
        "requests/<int:pk>/step/<slug:transition>/",
        views.RequestTransition.as_view(),
        name="request_transition",
    ),
    path(
        "households/<int:pk>/", views.HouseholdDetail.as_view(), name="household_detail"
    ),
    path(
        "households/<int:pk>/contact/",
        views.HouseholdUpdate.as_view(),
        name="household_update",
    ),
    path(
        "households/<int:pk>/members/add/",
        views.MemberCreate.as_view(),
        name="member_create",
    ),
    path(
        "households/<int:pk>/members/join/",
        views.MemberJoin.as_view(),
        name="member_join",
    ),
    path(
        "households/<int:pk>/birth/",
        views.HouseholdBirth.as_view(),
        name="household_birth",
    ),
    path(
        "households/<int:pk>/head/",
        views.HouseholdHead.as_view(),
        name="household_head",
    ),
    path(
        "households/<int:pk>/split/",
        views.HouseholdSplit.as_view(),
        name="household_split",
    ),
    path("members/<int:pk>/leave/", views.MemberLeave.as_view(), name="member_leave"),
    path("members/<int:pk>/move/", views.MemberMove.as_view(), name="member_move"),
    path("members/<int:pk>/death/", views.MemberDeath.as_view(), name="member_death"),
    path("changes/", views.ChangeList.as_view(), name="change_list"),
    path("changes/<int:pk>/", views.ChangeDetail.as_view(), name="change_detail"),
    path(
        "changes/<int:pk>/step/<slug:transition>/",
        views.ChangeTransition.as_view(),
        name="change_transition",
    ),
    path(
        "households/<int:pk>/requests/add/",
        views.RequestCreate.as_view(),
        name="request_create",
    ),
    path(
        "requests/<int:pk>/assistance/",
        views.RequestAssistance.as_view(),
        name="request_assistance",
    ),
    path(
        "households/<int:pk>/assistance/add/",
        views.AssistanceCreate.as_view(),
        name="assistance_create",
    ),
    path(
        "households/<int:pk>/assistance/earlier/",
        views.EarlierAssistanceCreate.as_view(),
        name="assistance_earlier",
    ),
    path("readers/", views.ReadersFind.as_view(), name="readers_find"),
    path(
        "households/<int:pk>/readers/",
        views.HouseholdReaders.as_view(),
        name="household_readers",
    ),
    path(
        "requests/<int:pk>/readers/",
        views.RequestReaders.as_view(),
        name="request_readers",
    ),
    path(
        "households/<int:pk>/rights/add/",
        views.SubjectRequestCreate.as_view(),
        name="subject_request_create",
    ),
    path("rights/", views.SubjectRequestList.as_view(), name="subject_request_list"),
    path("rights/kept/", views.PrivacyFields.as_view(), name="privacy_fields"),
    path(
        "rights/<int:pk>/",
        views.SubjectRequestDetail.as_view(),
        name="subject_request_detail",
    ),
    path(
        "rights/<int:pk>/step/<slug:transition>/",
        views.SubjectRequestTransition.as_view(),
        name="subject_request_transition",
    ),
    path(
        "rights/<int:pk>/export.pdf",
        views.SubjectRequestExport.as_view(),
        name="subject_request_pdf",
    ),
    path(
        "rights/<int:pk>/export.json",
        views.SubjectRequestExport.as_view(as_json=True),
        name="subject_request_json",
    ),
    path("persons/<int:pk>/edit/", views.PersonUpdate.as_view(), name="person_update"),
    path("duplicates/", views.DuplicateList.as_view(), name="duplicate_list"),
    path(
        "duplicates/<int:pk>/", views.DuplicateReview.as_view(), name="duplicate_review"
    ),
    path(
        "persons/<int:pk>/merge/<int:other>/",
        views.PersonMerge.as_view(),
        name="person_merge",
    ),
    path(
        "households/<int:pk>/merge/<int:other>/",
        views.HouseholdMerge.as_view(),
        name="household_merge",
    ),
    path("merges/", views.MergeList.as_view(), name="merge_list"),
    path("merges/<int:pk>/", views.MergeDetail.as_view(), name="merge_detail"),
    path("merges/<int:pk>/undo/", views.MergeUndo.as_view(), name="merge_undo"),
    path(
        "merges/<int:pk>/confirm/", views.MergeConfirm.as_view(), name="merge_confirm"
    ),
    path(
        "merges/<int:pk>/decline/", views.MergeDecline.as_view(), name="merge_decline"
    ),
    path(
        "documents/<int:pk>/",
        DocumentDownload.as_view(permission=VIEW),
        name="document_download",
    ),
    path(
        "letters/<int:pk>/",
        # The minutes of commissions are no letters to families.
        LetterDownload.as_view(
            permission=VIEW, queryset=LetterDownload.queryset.exclude(kind="minutes")
        ),
        name="letter_download",
    ),
    path(
        "letters/<int:pk>/service/add/",
        views.ServiceCreate.as_view(),
        name="service_create",
    ),
    path("imports/", views.ImportList.as_view(), name="import_list"),
    path("imports/add/", views.ImportCreate.as_view(), name="import_create"),
    path("imports/<int:pk>/", views.ImportDetail.as_view(), name="import_detail"),
    path("imports/<int:pk>/sheet/", views.ImportSheet.as_view(), name="import_sheet"),
    path(
        "imports/<int:pk>/columns/",
        views.ImportColumns.as_view(),
        name="import_columns",
    ),
    path(
        "imports/<int:pk>/preview/",
        views.ImportPreview.as_view(),
        name="import_preview",
    ),
    re_path(
        r"^imports/(?P<pk>[0-9]{1,19})/(?P<action>check|run|cancel|retry)/$",
        views.ImportStep.as_view(),
        name="import_step",
    ),
    path(
        "imports/<int:pk>/take-back/",
        views.ImportTakeBack.as_view(),
        name="import_take_back",
    ),
    path(
        "imports/<int:pk>/rejected/",
        views.ImportRejected.as_view(),
        name="import_rejected",
    ),
    path(
        "imports/rows/<int:pk>/",
        views.ImportRowDecide.as_view(),
        name="import_row_decide",
    ),
    path(
        "households/<int:pk>/visits/",
        views.HouseholdVisits.as_view(),
        name="household_visits",
    ),
    path(
        "households/<int:pk>/monitoring/add/",
        views.MonitoringCreate.as_view(),
        name="monitoring_create",
    ),
    path(
        "households/<int:pk>/return/add/",
        views.HomecomingCreate.as_view(),
        name="homecoming_create",
    ),
    *urls_procedure.urlpatterns,
]
