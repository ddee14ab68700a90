#include "base/setting_table.h"

#include <string.h>

#include "base/network.h"
#include "base/number.h"
#include "base/text.h"

static const char *refuse_database(const char *value)
{
    return text_starts_with(value, "sqlite:") || text_starts_with(value, "postgresql:")
               ? NULL
               : "must be sqlite:PATH or postgresql://USER@HOST/DATABASE";
}

static const char *refuse_url(const char *value)
{
    return text_starts_with(value, "http://") || text_starts_with(value, "https://")
               ? NULL
               : "must begin with http:// or https://";
}

static const char *refuse_pool(const char *value)
{
    static const char *const pools[] = {"fast", "sign-in", "slow"};
    for (size_t i = 0; i < COUNT_OF(pools); i++)
        if (strcmp(value, pools[i]) == 0)
            return NULL;
    return "must be fast, sign-in or slow";
}

static const char *refuse_rate(const char *value)
{
    int64_t rate = 0;
    return number_parse(NUMBER_RATE, value, &rate) == ERR_NONE
               ? NULL
               : "must be a whole number from 1 to 1000000000";
}

static const char *refuse_search(const char *value)
{
    int64_t ms = 0;
    return number_parse(NUMBER_SEARCH_MS, value, &ms) == ERR_NONE ? NULL
                                                                  : "must be from 1 to 60000";
}

static const char *refuse_timeout(const char *value)
{
    int64_t seconds = 0;
    return number_parse(NUMBER_MAIL_TIMEOUT, value, &seconds) == ERR_NONE ? NULL
                                                                          : "must be from 1 to 60";
}

static const char *refuse_smtp(const char *value)
{
    return text_starts_with(value, "smtp://") || text_starts_with(value, "smtps://")
               ? NULL
               : "must be smtp://HOST:PORT or smtps://HOST:PORT";
}

static const char *refuse_address(const char *value)
{
    return strchr(value, '@') != NULL ? NULL : "must be an address of mail";
}

static const char *refuse_origins(const char *value)
{
    return network_is_origin_list(value)
               ? NULL
               : "must be origins such as https://app.example.org, with spaces between";
}

static const char *refuse_networks(const char *value)
{
    return network_is_list(value)
               ? NULL
               : "must be addresses and networks such as 10.0.0.0/8, with spaces between";
}

enum { WORD_MAX = 300 };

/* Names are anything; a network must be one. */
static const char *refuse_model_hosts(const char *value)
{
    while (*value != '\0') {
        char word[WORD_MAX];
        size_t len = strcspn(value, " \t");
        if (len >= sizeof word)
            return "must be hosts and networks, with spaces between";
        memcpy(word, value, len);
        word[len] = '\0';
        if (strchr(word, '/') != NULL && !network_is_list(word))
            return "must be hosts, and networks such as 10.0.0.0/8, with spaces between";
        value += len + strspn(value + len, " \t");
    }
    return NULL;
}

/* clang-format off */
const struct setting setting_table[SETTING_COUNT] = {
    [SETTING_DATABASE] = {"database", "ROSTRUM_DATABASE", "address", refuse_database,
        "sqlite:data/rostrum.db", NULL,
        "The database: sqlite:PATH or postgresql://USER@HOST/DATABASE, which goes to libpq as it "
        "is. Migrations need the role that owns a PostgreSQL database.", true},
    [SETTING_KEY_RING] = {"key-ring", "ROSTRUM_KEY_RING", "path", NULL, "data/key-ring", NULL,
        "The file of the master keys, for its owner alone.", true},
    [SETTING_PUBLIC_URL] = {"public-url", "ROSTRUM_PUBLIC_URL", "URL", refuse_url,
        "http://127.0.0.1:8080", NULL,
        "Where browsers find Rostrum. Links, and the check where a form comes from, use it alone; "
        "with https:// cookies get Secure and answers HSTS.", true},
    [SETTING_CHECKPOINTS] = {"checkpoints", "ROSTRUM_CHECKPOINTS", "folder", NULL, "",
        "checkpoints beside the key ring",
        "The folder of the signed checkpoints of the audit logs, outside the database.", true},
    [SETTING_ERASURES] = {"erasures-file", "ROSTRUM_ERASURES", "path", NULL, "",
        "erasures.jsonl beside the key ring",
        "The ledger of who was erased, which a restore needs.", false},
    [SETTING_TEMPLATES] = {"templates", "ROSTRUM_TEMPLATES", "folder", NULL,
        ROSTRUM_TEMPLATES_DIR, NULL, "The templates of pages and mails.", false},
    [SETTING_DUTIES] = {"duties", "ROSTRUM_DUTIES", "path", NULL, ROSTRUM_DUTIES_FILE, NULL,
        "The file of the duties and their dates that /register/duties shows; it is read each time.",
        false},
    [SETTING_POOL] = {"pool", "ROSTRUM_POOL", "fast, sign-in or slow", refuse_pool, "",
        "every address is served",
        "Whose addresses a worker serves. The unit of each pool sets it.", false},
    [SETTING_RUNTIME] = {"runtime", "ROSTRUM_RUNTIME", "folder", NULL, "", "$RUNTIME_DIRECTORY",
        "What the workers of all pools share while they run: places at hashing passwords, and that "
        "a disk is full.", false},
    [SETTING_SEARCH_MS] = {"search-ms", "ROSTRUM_SEARCH_MS", "milliseconds", refuse_search, "",
        "150; 200 for a list, 25 for a tool of MCP",
        "How long a search looks before it shows what it has found, with a link to go on.", false},
    [SETTING_API_RATE] = {"api-rate", "ROSTRUM_API_RATE", "number", refuse_rate, "6000", NULL,
        "How many requests an API token may send a minute.", false},
    [SETTING_API_ORIGINS] = {"api-origins", "ROSTRUM_API_ORIGINS", "origins", refuse_origins, "",
        "no other's",
        "Whose pages may use the API from a browser (CORS), with spaces between.", false},
    [SETTING_SMTP_URL] = {"smtp-url", "ROSTRUM_SMTP_URL", "URL", refuse_smtp, "", "no mail",
        "The mail server: smtp://HOST:PORT, which asks for STARTTLS, or smtps://HOST:PORT. Only a "
        "relay on the same machine should get ?starttls=no behind it.", false},
    [SETTING_SMTP_USER] = {"smtp-user", "ROSTRUM_SMTP_USER", "name", NULL, "", "none",
        "The name at the mail server.", false},
    [SETTING_SMTP_PASSWORD_FILE] = {"smtp-password-file", "ROSTRUM_SMTP_PASSWORD_FILE", "path",
        NULL, "", "none", "A file with the password at the mail server, for the user rostrum alone.",
        false},
    [SETTING_SMTP_CA_FILE] = {"smtp-ca-file", "ROSTRUM_SMTP_CA_FILE", "path", NULL, "",
        "what the system trusts", "The certificates that may vouch for the mail server.", false},
    [SETTING_SMTP_TIMEOUT_S] = {"smtp-timeout-s", "ROSTRUM_SMTP_TIMEOUT_S", "seconds",
        refuse_timeout, "60", NULL, "How long one mail may take.", false},
    [SETTING_MAIL_FROM] = {"mail-from", "ROSTRUM_MAIL_FROM", "address", refuse_address, "",
        "none; needed for mail", "The address that mail comes from.", false},
    [SETTING_SSO_HOSTS] = {"sso-hosts", "ROSTRUM_SSO_HOSTS", "hosts", NULL, "",
        "none but public ones",
        "Providers of single sign-on in your own network, HOST or HOST:PORT with spaces between.",
        false},
    [SETTING_WEBHOOK_HOSTS] = {"webhook-hosts", "ROSTRUM_WEBHOOK_HOSTS", "hosts", NULL, "",
        "none but public ones",
        "Hosts in your own network that get webhooks, HOST or HOST:PORT with spaces between.",
        false},
    [SETTING_MODEL_HOSTS] = {"model-hosts", "ROSTRUM_MODEL_HOSTS", "hosts", refuse_model_hosts, "",
        "none: no model is called",
        "Hosts whose models may be called, HOST or HOST:PORT, and networks such as 10.0.0.0/8, with "
        "spaces between; the word public allows every public one.",
        false},
    [SETTING_MODEL_KEYS] = {"model-keys", "ROSTRUM_MODEL_KEYS", "path", NULL, "", "none",
        "A folder with keys for those hosts, each in a file named HOST or HOST:PORT. Every "
        "organization may use them, and none sees them.",
        false},
    [SETTING_CA_FILE] = {"ca-file", "ROSTRUM_CA_FILE", "path", NULL, "", "those of the system",
        "Certificates (PEM) of authorities that are trusted besides, for webhooks, models and single sign-on.",
        false},
    [SETTING_METRICS_FROM] = {"metrics-from", "ROSTRUM_METRICS_FROM", "networks", refuse_networks,
        "127.0.0.1 ::1", NULL, "Who may read /metrics, addresses and networks with spaces between.",
        false},
    [SETTING_DATABASE_STANDBY] = {"database-standby", "ROSTRUM_DATABASE_STANDBY", "address",
        refuse_database, "", "none", "A standby for lists, searches and charts that may be a second old.",
        false},
};
/* clang-format on */

const struct setting *setting_find(const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (strcmp(setting_table[i].name, name) == 0)
            return &setting_table[i];
    return NULL;
}
