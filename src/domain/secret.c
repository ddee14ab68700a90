#include "domain/secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/budget.h"
#include "base/err.h"
#include "domain/secret_reference.h"

/* The text from a place on. */
struct rest {
    const char *text;
    size_t len;
};

static bool is_token_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static bool is_base64_char(char c)
{
    return is_token_char(c) || c == '+' || c == '/' || c == '=' || c == '.' || c == '~';
}

typedef bool char_class(char c);

/* How many such characters stand here; no credential is longer than COUNT_MAX, and hostile texts
 * are not walked again and again. */
enum { COUNT_MAX = 2048 };

static size_t count_of(struct rest rest, char_class *is_one)
{
    size_t count = 0;
    while (count < rest.len && count < COUNT_MAX && is_one(rest.text[count]))
        count++;
    return count;
}

static bool has_digit(struct rest rest, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (isdigit((unsigned char)rest.text[i]))
            return true;
    return false;
}

/* What stands where a key will be: xxxxxxxx, YOUR_API_KEY, your-key-here. */
static bool is_blank(struct rest rest, size_t len)
{
    bool is_repeated = true;
    bool is_capitals = true;
    for (size_t i = 0; i < len; i++) {
        is_repeated = is_repeated && rest.text[i] == rest.text[0];
        is_capitals = is_capitals && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_-", rest.text[i]) != NULL;
    }
    bool is_yours = len > 5 && !has_digit(rest, len) && strncasecmp(rest.text, "your", 4) == 0 &&
                    !isalnum((unsigned char)rest.text[4]);
    return is_repeated || is_capitals || is_yours;
}

static bool skip(struct rest *rest, const char *prefix)
{
    size_t len = strlen(prefix);
    if (rest->len < len || memcmp(rest->text, prefix, len) != 0)
        return false;
    rest->text += len;
    rest->len -= len;
    return true;
}

/* Keys that begin with a mark of their service. Those whose mark could begin a word are told from
 * words by a digit, or by more than anyone writes in a word. */
static const struct mark {
    const char *prefix;
    size_t len_min; /* of what follows */
    bool is_wordlike;
    const char *kind;
} marks[] = {
    {"sk-ant-", 10, false, "an Anthropic API key"},
    {"sk-lf-", 10, false, "a Langfuse secret key"},
    {"sk-", 10, true, "an OpenAI API key"},
    {"sk_live_", 8, false, "a Stripe key"},
    {"sk_test_", 8, false, "a Stripe key"},
    {"rk_live_", 8, false, "a Stripe key"},
    {"ghp_", 8, false, "a GitHub token"},
    {"gho_", 8, false, "a GitHub token"},
    {"ghu_", 8, false, "a GitHub token"},
    {"ghs_", 8, false, "a GitHub token"},
    {"ghr_", 8, false, "a GitHub token"},
    {"github_pat_", 8, false, "a GitHub token"},
    {"glpat-", 8, false, "a GitLab token"},
    {"AIza", 20, true, "a Google API key"},
    {"ya29.", 20, false, "a Google access token"},
    {"xoxb-", 8, false, "a Slack token"},
    {"xoxp-", 8, false, "a Slack token"},
    {"xoxa-", 8, false, "a Slack token"},
    {"xoxr-", 8, false, "a Slack token"},
    {"xoxs-", 8, false, "a Slack token"},
    {"xapp-", 8, true, "a Slack token"},
    {"hf_", 16, true, "a Hugging Face token"},
    {"gsk_", 16, true, "a Groq API key"},
    {"xai-", 20, true, "an xAI API key"},
    {"npm_", 30, true, "an npm token"},
    {"pypi-", 30, true, "a PyPI token"},
    {"dop_v1_", 16, false, "a DigitalOcean token"},
    {"AGE-SECRET-KEY-", 8, false, "an age secret key"},
};

enum { WORDLIKE_LEN = 24 /* no word is longer */ };

static const char *find_mark(struct rest rest)
{
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        struct rest after = rest;
        if (!skip(&after, marks[i].prefix))
            continue;
        size_t len = count_of(after, is_token_char);
        bool is_key = !marks[i].is_wordlike || len >= WORDLIKE_LEN || has_digit(after, len);
        if (is_blank(after, len)) /* "sk-ant-xxxx" is no "sk-…" either */
            return NULL;
        if (len >= marks[i].len_min && is_key)
            return marks[i].kind;
    }
    return NULL;
}

static bool is_aws_char(char c)
{
    return isdigit((unsigned char)c) || (c >= 'A' && c <= 'Z');
}

/* AKIA or ASIA and 16 more: the ids of AWS access keys. */
static const char *find_aws(struct rest rest)
{
    if (!skip(&rest, "AKIA") && !skip(&rest, "ASIA"))
        return NULL;
    size_t len = count_of(rest, is_aws_char);
    bool is_whole = len == rest.len || !is_token_char(rest.text[len]);
    return len >= 12 && is_whole && !is_blank(rest, len) ? "an AWS access key" : NULL;
}

/* header.payload.signature, each base64url; a header begins with {" (RFC 7519). */
static const char *find_jwt(struct rest rest)
{
    if (!skip(&rest, "eyJ"))
        return NULL;
    for (int part = 0; part < 2; part++) {
        size_t len = count_of(rest, is_token_char);
        if (len < 8 || len == rest.len || rest.text[len] != '.')
            return NULL;
        rest.text += len + 1;
        rest.len -= len + 1;
    }
    return count_of(rest, is_token_char) >= 8 ? "a JSON Web Token" : NULL;
}

/* "Bearer …" and "Basic …" as the header Authorization has them (RFC 6750, RFC 7617). */
static const char *find_authorization(struct rest rest)
{
    static const char *const schemes[] = {"bearer ", "basic "};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        size_t len = strlen(schemes[i]);
        if (rest.len <= len || strncasecmp(rest.text, schemes[i], len) != 0)
            continue;
        struct rest token = {rest.text + len, rest.len - len};
        size_t token_len = count_of(token, is_base64_char);
        if (token_len >= 16 && has_digit(token, token_len) && !is_blank(token, token_len))
            return "an Authorization credential";
    }
    return NULL;
}

static bool is_pem_char(char c)
{
    return is_aws_char(c) || c == ' ';
}

/* "-----BEGIN LABEL-----" (RFC 7468). */
static const char *find_pem(struct rest rest)
{
    if (!skip(&rest, "-----BEGIN "))
        return NULL;
    size_t len = count_of(rest, is_pem_char);
    struct rest end = {rest.text + len, rest.len - len};
    if (!skip(&end, "-----"))
        return NULL;
    for (size_t i = 0; i + strlen("PRIVATE") <= len; i++)
        if (strncmp(rest.text + i, "PRIVATE", strlen("PRIVATE")) == 0)
            return "a private key";
    return "a PEM block";
}

static bool is_authority_char(char c)
{
    return c > ' ' && c != '/' && c != '?' && c != '#' && c != '"' && c != '\'' && c != '<' &&
           c != '>';
}

/* "://user:password@", the password not empty (RFC 3986, 3.2.1). */
static const char *find_url_password(struct rest rest)
{
    if (!skip(&rest, "://"))
        return NULL;
    size_t len = count_of(rest, is_authority_char);
    const char *colon = memchr(rest.text, ':', len);
    if (colon == NULL)
        return NULL;
    size_t password_at = (size_t)(colon - rest.text) + 1;
    const char *at = memchr(rest.text + password_at, '@', len - password_at);
    if (at == NULL || at == colon + 1)
        return NULL;
    size_t password_len = (size_t)(at - colon) - 1;
    bool is_named = secret_reference_len(colon + 1, password_len) == password_len;
    return is_named ? NULL : "a password in an address";
}

typedef const char *finder(struct rest rest);

enum { LOOK_STEP = 256 }; /* bytes between two looks at the clock */

const char *secret_find(const char *text, size_t len)
{
    static finder *const at_words[] = {find_mark, find_aws, find_jwt, find_authorization};
    static finder *const anywhere[] = {find_pem, find_url_password};
    for (size_t i = 0; i < len; i++) {
        if (i % LOOK_STEP == 0)
            budget_look();
        struct rest rest = {text + i, len - i};
        const char *kind = NULL;
        bool is_word =
            isalnum((unsigned char)text[i]) && (i == 0 || !isalnum((unsigned char)text[i - 1]));
        for (size_t j = 0; is_word && kind == NULL && j < COUNT_OF(at_words); j++)
            kind = at_words[j](rest);
        for (size_t j = 0; !is_word && kind == NULL && j < COUNT_OF(anywhere); j++)
            kind = anywhere[j](rest);
        if (kind != NULL)
            return kind;
    }
    return NULL;
}
