#include "base/mail.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/number.h"
#include "base/setting.h"
#include "base/text.h"

enum { CONNECT_S = 15, PASSWORD_MAX = 1024 };

/* ---- settings ----------------------------------------------------------------------------- */

static enum err refuse(const char **problem, const char *sentence)
{
    *problem = sentence;
    return ERR_INVALID;
}

static enum err read_password(struct arena *arena, struct mail_settings *settings,
                              const char **problem)
{
    struct text text;
    const char *path = setting_get(SETTING_SMTP_PASSWORD_FILE);
    settings->password = "";
    if (settings->user[0] == '\0')
        return ERR_NONE;
    if (path[0] == '\0' || file_read(arena, path, PASSWORD_MAX, &text) != ERR_NONE)
        return refuse(problem, "ROSTRUM_SMTP_USER needs ROSTRUM_SMTP_PASSWORD_FILE, a file with "
                               "the password that whoever runs this can read.");
    settings->password = arena_copy(arena, text.data, strcspn(text.data, "\r\n"));
    return ERR_NONE;
}

static enum err read_timeout(struct mail_settings *settings, const char **problem)
{
    const char *text = setting_get(SETTING_SMTP_TIMEOUT_S);
    int64_t seconds = 0;
    if (number_parse(NUMBER_MAIL_TIMEOUT, text, &seconds) != ERR_NONE)
        return refuse(problem, "smtp-timeout-s must be from 1 to 60.");
    settings->timeout_s = (long)seconds;
    return ERR_NONE;
}

/* Takes "?starttls=no" off the URL. */
static enum err read_url(struct arena *arena, const char *url, struct mail_settings *settings,
                         const char **problem)
{
    size_t len = strcspn(url, "?");
    settings->url = arena_copy(arena, url, len);
    settings->is_plain = strcmp(url + len, "?starttls=no") == 0;
    bool is_smtps = text_starts_with(url, "smtps://");
    if ((!is_smtps && !text_starts_with(url, "smtp://")) || strchr(settings->url, '@') != NULL)
        return refuse(problem, "smtp-url must be smtp://HOST:PORT or smtps://HOST:PORT.");
    if (url[len] != '\0' && (!settings->is_plain || is_smtps))
        return refuse(problem, "After its address smtp-url may say ?starttls=no, nothing else.");
    return ERR_NONE;
}

enum err mail_settings_read(struct arena *arena, struct mail_settings *settings,
                            const char **problem)
{
    const char *url = setting_get(SETTING_SMTP_URL);
    *problem = NULL;
    *settings = (struct mail_settings){.user = setting_get(SETTING_SMTP_USER),
                                       .sender = setting_get(SETTING_MAIL_FROM),
                                       .ca_file = setting_get(SETTING_SMTP_CA_FILE)};
    if (url[0] == '\0')
        return ERR_NOT_FOUND;
    enum err err = read_url(arena, url, settings, problem);
    if (err == ERR_NONE && strchr(settings->sender, '@') == NULL)
        err = refuse(problem, "mail-from must be the address that mail comes from.");
    if (err == ERR_NONE && settings->is_plain && settings->user[0] != '\0')
        err = refuse(problem, "A password is never sent without TLS: take ?starttls=no from "
                              "smtp-url, or smtp-user away.");
    if (err == ERR_NONE)
        err = read_timeout(settings, problem);
    return err == ERR_NONE ? read_password(arena, settings, problem) : err;
}

/* ---- sending ------------------------------------------------------------------------------ */

/* What is heard of the conversation: the server's last refusal, and whether it was of this mail. */
struct heard {
    char line[MAIL_REASON_LEN];
    bool has_envelope; /* it refuses this mail, and not all of us */
};

/* Our own lines may hold the password: only their verb is looked at. */
static int hear(CURL *curl, curl_infotype type, char *data, size_t size, void *context)
{
    struct heard *heard = context;
    (void)curl;
    if (type == CURLINFO_HEADER_OUT && size >= 4 && strncmp(data, "MAIL", 4) == 0)
        heard->has_envelope = true;
    if (type != CURLINFO_HEADER_IN || size == 0 || (data[0] != '4' && data[0] != '5'))
        return 0; /* "221 Bye" follows */
    size_t len = 0;
    for (size_t i = 0; i < size && len + 1 < sizeof heard->line; i++) {
        if (data[i] == '\r' || data[i] == '\n')
            break;
        heard->line[len++] = (char)(data[i] >= ' ' && data[i] <= '~' ? data[i] : '?');
    }
    if (len > 0)
        heard->line[len] = '\0';
    return 0;
}

static void add_header(struct arena *arena, struct curl_slist **headers, const char *name,
                       const char *value)
{
    if (value[0] == '\0')
        return;
    *headers = curl_slist_append(*headers, arena_printf(arena, "%s: %s", name, value));
    if (*headers == NULL)
        die("out of memory");
}

static struct curl_slist *headers_of(struct arena *arena, const struct mail *mail)
{
    struct curl_slist *headers = NULL;
    add_header(arena, &headers, "Date", mail->date);
    add_header(arena, &headers, "From", mail->from);
    add_header(arena, &headers, "To", mail->to);
    add_header(arena, &headers, "Subject", mail->subject);
    add_header(arena, &headers, "Message-ID", mail->message_id);
    add_header(arena, &headers, "Auto-Submitted", "auto-generated"); /* RFC 3834 */
    if (mail->unsubscribe[0] != '\0')
        add_header(arena, &headers, "List-Unsubscribe",
                   arena_printf(arena, "<%s>", mail->unsubscribe));
    add_header(arena, &headers, "Content-Type", "multipart/alternative");
    return headers;
}

static void add_part(curl_mime *mime, const char *type, const char *text)
{
    curl_mimepart *part = curl_mime_addpart(mime);
    if (part == NULL || curl_mime_data(part, text, CURL_ZERO_TERMINATED) != CURLE_OK ||
        curl_mime_type(part, type) != CURLE_OK ||
        curl_mime_encoder(part, "quoted-printable") != CURLE_OK)
        die("out of memory");
}

/* Setting an option fails only where this libcurl lacks it: then nothing may be sent. */
#define SET(curl, option, value)                                                                   \
    do {                                                                                           \
        if (curl_easy_setopt((curl), (option), (value)) != CURLE_OK)                               \
            die("this libcurl lacks " #option);                                                    \
    } while (0)

static void set_up_server(CURL *curl, const struct mail_settings *settings, struct heard *heard)
{
    SET(curl, CURLOPT_URL, settings->url);
    SET(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    SET(curl, CURLOPT_NOSIGNAL, 1L);
    SET(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    SET(curl, CURLOPT_TIMEOUT, settings->timeout_s);
    /* The goodbye at the end has a time of its own. */
    SET(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, settings->timeout_s);
    SET(curl, CURLOPT_USE_SSL, settings->is_plain ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    SET(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (settings->ca_file[0] != '\0')
        SET(curl, CURLOPT_CAINFO, settings->ca_file);
    if (settings->user[0] != '\0') {
        SET(curl, CURLOPT_USERNAME, settings->user);
        SET(curl, CURLOPT_PASSWORD, settings->password);
    }
    SET(curl, CURLOPT_VERBOSE, 1L);
    SET(curl, CURLOPT_DEBUGFUNCTION, hear);
    SET(curl, CURLOPT_DEBUGDATA, heard);
}

static enum mail_outcome outcome_of(CURL *curl, CURLcode code, const struct heard *heard,
                                    char reason[MAIL_REASON_LEN])
{
    long answer = 0;
    reason[0] = '\0';
    if (code == CURLE_OK)
        return MAIL_SENT;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    bool is_said = answer >= 400 && answer < 600 && heard->line[0] != '\0';
    (void)snprintf(reason, MAIL_REASON_LEN, "%s", is_said ? heard->line : curl_easy_strerror(code));
    bool is_about_us = answer >= 530 && answer <= 538; /* TLS or the password (RFC 4954) */
    return is_said && answer >= 500 && heard->has_envelope && !is_about_us ? MAIL_REFUSED
                                                                           : MAIL_LATER;
}

enum mail_outcome mail_send(struct arena *arena, const struct mail_settings *settings,
                            const struct mail *mail, char reason[MAIL_REASON_LEN])
{
    struct heard heard = {.line = ""};
    CURL *curl = curl_easy_init();
    if (curl == NULL)
        die("out of memory");
    struct curl_slist *headers = headers_of(arena, mail);
    struct curl_slist *recipients =
        curl_slist_append(NULL, arena_printf(arena, "<%s>", mail->recipient));
    curl_mime *mime = curl_mime_init(curl);
    if (recipients == NULL || mime == NULL)
        die("out of memory");
    add_part(mime, "text/plain; charset=utf-8", mail->text); /* the best one stands last */
    add_part(mime, "text/html; charset=utf-8", mail->html);
    set_up_server(curl, settings, &heard);
    SET(curl, CURLOPT_MAIL_FROM, arena_printf(arena, "<%s>", settings->sender));
    SET(curl, CURLOPT_MAIL_RCPT, recipients);
    SET(curl, CURLOPT_HTTPHEADER, headers);
    SET(curl, CURLOPT_MIMEPOST, mime);
    enum mail_outcome outcome = outcome_of(curl, curl_easy_perform(curl), &heard, reason);
    curl_mime_free(mime);
    curl_slist_free_all(headers);
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return outcome;
}
