#ifndef DATA_SSO_REFUSAL_H
#define DATA_SSO_REFUSAL_H

/* Why somebody does not come in. */
enum sso_refusal {
    SSO_REFUSED_NOT,         /* they do */
    SSO_REFUSED_STATE,       /* another browser's, used before, or too late */
    SSO_REFUSED_PROVIDER,    /* the provider said no, or what it said is not as it must be */
    SSO_REFUSED_UNREACHABLE, /* it can't be asked */
    SSO_REFUSED_BUSY,        /* it is being asked as often as may be at once */
    SSO_REFUSED_UNVERIFIED,  /* it does not vouch for the address */
    SSO_REFUSED_UNKNOWN,     /* no active account of the organization has it */
    SSO_REFUSED_OTHER,       /* the account belongs to another subject */
    SSO_REFUSED_PASSWORD,    /* whoever has rights beyond the organization has a password */
    SSO_REFUSED_SUSPENDED,
    SSO_REFUSAL_COUNT
};

#endif
