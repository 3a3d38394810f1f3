"""Addresses of what accompanies a request: property, deadlines, assistance, funds, service, the book, visits."""

from django.urls import path

from cases import views

VIEW = "cases.view_request"

urlpatterns = [
    path("transfers/", views.TransferList.as_view(), name="transfer_list"),
    path(
        "households/<int:pk>/transfer/",
        views.TransferCreate.as_view(),
        name="transfer_create",
    ),
    path("transfers/<int:pk>/", views.TransferDetail.as_view(), name="transfer_detail"),
    path(
        "transfers/<int:pk>/step/<slug:transition>/",
        views.TransferTransition.as_view(),
        name="transfer_transition",
    ),
    path("elsewhere/<int:pk>/", views.ForeignFile.as_view(), name="foreign_file"),
    path("emergencies/", views.EmergencyList.as_view(), name="emergency_list"),
    path("emergencies/open/", views.EmergencyCreate.as_view(), name="emergency_create"),
    path(
        "emergencies/<int:pk>/",
        views.EmergencyDetail.as_view(),
        name="emergency_detail",
    ),
    path(
        "emergencies/<int:pk>/review/",
        views.EmergencyReview.as_view(),
        name="emergency_review",
    ),
    path(
        "requests/<int:pk>/verification/",
        views.RequestVerification.as_view(),
        name="request_verification",
    ),
    path(
        "requests/<int:pk>/verification/edit/",
        views.WorksheetUpdate.as_view(),
        name="worksheet_update",
    ),
    path(
        "field-visits/<int:pk>/edit/",
        views.FieldVisitUpdate.as_view(),
        name="field_visit_update",
    ),
    path(
        "properties/<int:pk>/", views.PropertyDetail.as_view(), name="property_detail"
    ),
    path(
        "properties/<int:pk>/edit/",
        views.PropertyUpdate.as_view(),
        name="property_update",
    ),
    path(
        "properties/<int:pk>/events/add/",
        views.PropertyEventCreate.as_view(),
        name="property_event_create",
    ),
    path(
        "properties/events/<int:pk>/edit/",
        views.PropertyEventUpdate.as_view(),
        name="property_event_update",
    ),
    path(
        "properties/<int:pk>/co-owners/add/",
        views.CoOwnerCreate.as_view(),
        name="co_owner_create",
    ),
    path(
        "properties/co-owners/<int:pk>/edit/",
        views.CoOwnerUpdate.as_view(),
        name="co_owner_update",
    ),
    path(
        "properties/<int:pk>/claims/add/",
        views.PropertyClaimCreate.as_view(),
        name="property_claim_create",
    ),
    path(
        "properties/claims/<int:pk>/edit/",
        views.PropertyClaimUpdate.as_view(),
        name="property_claim_update",
    ),
    path(
        "institutions/<int:pk>/answer/",
        views.InstitutionAnswer.as_view(),
        name="institution_answer",
    ),
    path(
        "deadlines/<int:pk>/extend/",
        views.DeadlineExtend.as_view(),
        name="deadline_extend",
    ),
    path("assistance/", views.AssistanceList.as_view(), name="assistance_list"),
    path(
        "assistance/deliver/",
        views.AssistanceDeliver.as_view(),
        name="assistance_deliver",
    ),
    path(
        "assistance/<int:pk>/",
        views.AssistanceDetail.as_view(),
        name="assistance_detail",
    ),
    path(
        "assistance/<int:pk>/step/<slug:transition>/",
        views.AssistanceTransition.as_view(),
        name="assistance_transition",
    ),
    path(
        "assistance/<int:pk>/deliveries/add/",
        views.DeliveryCreate.as_view(),
        name="delivery_create",
    ),
    path(
        "deliveries/<int:pk>/cancel/",
        views.DeliveryCancel.as_view(),
        name="delivery_cancel",
    ),
    path("waiting-list/", views.WaitingList.as_view(), name="waiting_list"),
    path("waiting-list/commit/", views.WaitingCommit.as_view(), name="waiting_commit"),
    path("waiting-list/list.xlsx", views.WaitingSheet.as_view(), name="waiting_sheet"),
    path("funds/", views.FundList.as_view(), name="fund_list"),
    path("funds/add/", views.FundCreate.as_view(), name="fund_create"),
    path("funds/<int:pk>/edit/", views.FundUpdate.as_view(), name="fund_update"),
    path(
        "requests/<int:pk>/funding/add/",
        views.FundingCreate.as_view(),
        name="funding_create",
    ),
    path(
        "funding/<int:pk>/release/",
        views.FundingRelease.as_view(),
        name="funding_release",
    ),
    path(
        "services/<int:pk>/result/",
        views.ServiceOutcome.as_view(),
        name="service_outcome",
    ),
    path(
        "services/<int:pk>/cancel/",
        views.ServiceCancel.as_view(),
        name="service_cancel",
    ),
    path("load/", views.LoadList.as_view(), name="load_list"),
    path("load/load.xlsx", views.LoadSheet.as_view(), name="load_sheet"),
    path("letters/", views.LetterList.as_view(), name="letter_list"),
    path("letters/send/", views.LetterSend.as_view(), name="letter_send"),
    path("protocol/", views.ProtocolList.as_view(), name="protocol_list"),
    path("protocol/add/", views.ProtocolEnter.as_view(), name="protocol_enter"),
    path("protocol/book.pdf", views.ProtocolBook.as_view(), name="protocol_pdf"),
    path(
        "protocol/book.xlsx",
        views.ProtocolBook.as_view(as_sheet=True),
        name="protocol_xlsx",
    ),
    path("protocol/<int:pk>/", views.ProtocolDetail.as_view(), name="protocol_detail"),
    path(
        "protocol/<int:pk>/file/",
        views.ProtocolAttach.as_view(),
        name="protocol_attach",
    ),
    path(
        "protocol/<int:pk>/cancel/",
        views.ProtocolCancel.as_view(),
        name="protocol_cancel",
    ),
    path("protocol/<int:pk>/scan/", views.ProtocolScan.as_view(), name="protocol_scan"),
    path("visits/", views.VisitList.as_view(), name="visit_list"),
    path("visits/add/", views.VisitCreate.as_view(), name="visit_create"),
    path("visits/<int:pk>/", views.VisitDetail.as_view(), name="visit_detail"),
    path("visits/<int:pk>/edit/", views.VisitUpdate.as_view(), name="visit_update"),
    path(
        "visits/<int:pk>/families/",
        views.VisitFamilies.as_view(),
        name="visit_families",
    ),
    path("visits/<int:pk>/files/add/", views.VisitFile.as_view(), name="visit_file"),
    path(
        "visits/families/<int:pk>/",
        views.VisitHouseholdUpdate.as_view(),
        name="visit_household_update",
    ),
    path(
        "visits/families/<int:pk>/remove/",
        views.VisitHouseholdRemove.as_view(),
        name="visit_household_remove",
    ),
    path("monitoring/", views.MonitoringList.as_view(), name="monitoring_list"),
    path(
        "monitoring/sheets/", views.MonitoringSheets.as_view(), name="monitoring_sheets"
    ),
    path(
        "monitoring/<int:pk>/",
        views.MonitoringDetail.as_view(),
        name="monitoring_detail",
    ),
    path(
        "monitoring/<int:pk>/sheet.pdf",
        views.MonitoringSheet.as_view(),
        name="monitoring_sheet",
    ),
    path(
        "monitoring/<int:pk>/enter/",
        views.MonitoringEntry.as_view(),
        name="monitoring_entry",
    ),
    path(
        "monitoring/<int:pk>/plan/",
        views.MonitoringUpdate.as_view(),
        name="monitoring_update",
    ),
    path(
        "monitoring/<int:pk>/call-off/",
        views.MonitoringCallOff.as_view(),
        name="monitoring_call_off",
    ),
    path(
        "monitoring/<int:pk>/files/add/",
        views.MonitoringFile.as_view(),
        name="monitoring_file",
    ),
    path("follow-ups/", views.FollowUpList.as_view(), name="follow_up_list"),
    path(
        "follow-ups/<int:pk>/", views.FollowUpDetail.as_view(), name="follow_up_detail"
    ),
    path(
        "follow-ups/<int:pk>/step/<slug:transition>/",
        views.FollowUpTransition.as_view(),
        name="follow_up_transition",
    ),
]
