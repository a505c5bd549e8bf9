"""What a person's work is like: the duties and circumstances that decide where a title cannot."""

from attrs import field, frozen

from care_pathway._record import Record
from care_pathway.model._fields import as_answer, as_whole, is_answer, is_text_or_none, is_whole_or_none


@frozen(kw_only=True, repr=False, eq=False)
class WorkContext(Record):
    """A person's duties and circumstances: what decides a role category where a title cannot.

    Every answer is yes (``True``), no (``False``) or not known (``None``).

    Attributes:
        manages_staff: Supervises or manages some staff.
        leads_shift: Leads shifts or a team.
        deputises_for_manager: Helps to run the whole service or stands in for its manager.
        cqc_registered_manager: Registered with CQC as manager of the regulated activity.
        number_of_services: How many services the person manages.
        delegated_healthcare: Carries out delegated healthcare or condition-specific specialist support.
        leads_a_specialism: Leads practice in a specialism and coaches others in it.
        directly_employed_by_individual: Works for one individual who employs or directs them.
        months_in_first_care_role: Whole months in a first care role; ``None`` if not known or not the first.
        professional_registration: The work needs a professional registration, such as a nurse's.
        adult_service: The service is for adults.
        regulated_service: CQC regulates the service.
        setting: Where the work is done or who employs, in words: care home, homecare, supported living, NHS
            hospital. It settles what a title leaves open; it is no duty.
    """

    manages_staff: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    leads_shift: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    deputises_for_manager: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    cqc_registered_manager: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    number_of_services: int | None = field(default=None, converter=as_whole, validator=is_whole_or_none)
    delegated_healthcare: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    leads_a_specialism: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    directly_employed_by_individual: bool | None = field(
        default=None, converter=as_answer, validator=is_answer
    )
    months_in_first_care_role: int | None = field(
        default=None, converter=as_whole, validator=is_whole_or_none
    )
    professional_registration: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    adult_service: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    regulated_service: bool | None = field(default=None, converter=as_answer, validator=is_answer)
    setting: str | None = field(default=None, validator=is_text_or_none)
