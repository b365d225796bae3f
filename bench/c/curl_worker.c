/* libcurl with one easy handle that is used again, as its documentation advises. JSON and forms are written by hand, JSON is
 * read by hand, and of a form's answer strstr finds the code: a library for it could only make this peer slower. */
#include "worker.h"

#include <curl/curl.h>
#include <sys/random.h>

typedef struct {
    CURL *easy;
    char body[4096];
    size_t length;
} peer;

static size_t collect(char *data, size_t size, size_t count, void *state) {
    peer *self = state;
    size_t bytes = size * count;
    if (self->length + bytes >= sizeof self->body) return 0;
    memcpy(self->body + self->length, data, bytes);
    self->length += bytes;
    return bytes;
}

/* Writes `text` as a JSON string and returns the place behind it. */
static char *put_string(char *out, const char *text) {
    *out++ = '"';
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20) {
            out += sprintf(out, "\\u%04x", byte);
        } else {
            if (byte == '"' || byte == '\\') *out++ = '\\';
            *out++ = (char)byte;
        }
    }
    *out++ = '"';
    return out;
}

static char *put(char *out, const char *json) {
    size_t length = strlen(json);
    memcpy(out, json, length);
    return out + length;
}

/* Reads the top level of an object and copies the string at `key`; 1 when the whole document was well-formed and had it. */
static int read_string(const char *at, const char *key, char *value, size_t room) {
    int depth = 0, is_key = 1, wanted = 0, found = 0;
    for (; *at != '\0'; at++) {
        if (*at == '"') {
            const char *start = ++at;
            for (; *at != '"'; at++) {
                if (*at == '\\') at++;
                if (*at == '\0') return 0;
            }
            size_t length = (size_t)(at - start);
            if (depth == 1 && is_key) {
                wanted = length == strlen(key) && memcmp(start, key, length) == 0;
            } else if (depth == 1 && wanted && length < room) {
                memcpy(value, start, length);
                value[length] = '\0';
                found = 1;
            }
        } else if (*at == '{' || *at == '[') {
            depth++;
            is_key = 1;
        } else if (*at == '}' || *at == ']') {
            depth--;
        } else if (*at == ':') {
            is_key = 0;
        } else if (*at == ',') {
            is_key = 1;
        }
    }
    return found && depth == 0;
}

/* Posts these bytes and leaves the answer, which is a text then, in `self->body`. */
static void post(peer *self, const char *bytes, size_t length) {
    self->length = 0;
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDSIZE, (long)length);
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDS, bytes);
    CURLcode code = curl_easy_perform(self->easy);
    if (code != CURLE_OK) worker_fail(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) worker_fail("refused");
    self->body[self->length] = '\0';
}

static void send_message(void *state) {
    peer *self = state;
    char json[512], id[64];
    char *end = put(json, "{\"channel\":\"Sms\",\"from\":");
    end = put(put_string(end, BENCH_FROM), ",\"to\":");
    end = put(put_string(end, BENCH_TO), ",\"content\":{\"type\":\"Text\",\"text\":");
    end = put(put_string(end, BENCH_TEXT), "}}");
    post(self, json, (size_t)(end - json));
    if (!read_string(self->body, "messageId", id, sizeof id)) worker_fail("not a result");
    worker_taken(id);
}

static const char DIGITS[] = "0123456789abcdef";

/* Writes a field's name and its value, percent-encoded (UTF-8; a space as `+`), and returns the place behind it. */
static char *put_field(char *out, const char *name, const char *value) {
    out = put(out, name);
    for (; *value != '\0'; value++) {
        unsigned char byte = (unsigned char)*value;
        int plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
        if (plain || byte == '-' || byte == '.' || byte == '_' || byte == '*') {
            *out++ = (char)byte;
        } else if (byte == ' ') {
            *out++ = '+';
        } else {
            *out++ = '%';
            *out++ = DIGITS[byte >> 4];
            *out++ = DIGITS[byte & 15];
        }
    }
    return out;
}

/* Writes a UUID of version 4 (RFC 9562, section 5.4). */
static void make_uuid(char text[37]) {
    unsigned char bytes[16];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) worker_fail("no random numbers");
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *text++ = '-';
        *text++ = DIGITS[bytes[i] >> 4];
        *text++ = DIGITS[bytes[i] & 15];
    }
    *text = '\0';
}

static void send_form(void *state) {
    peer *self = state;
    char form[512], job_id[37];
    make_uuid(job_id);
    char *end = put_field(form, "UserName=", BENCH_USERNAME);
    end = put_field(end, "&Password=", BENCH_PASSWORD);
    end = put_field(end, "&Address=", BENCH_TO);
    end = put_field(end, "&Message=", BENCH_TEXT);
    end = put_field(end, "&JobID=", job_id);
    end = put_field(end, "&CallBack=", BENCH_FROM);
    post(self, form, (size_t)(end - form));
    const char *code = strstr(self->body, "<ResultCode>");
    if (code == NULL) worker_fail("not a result");
    code += strlen("<ResultCode>");
    char *behind;
    long number = strtol(code, &behind, 10);
    if (behind == code || *behind != '<') worker_fail("not a code");
    worker_taken_job(number, job_id);
}

int main(void) {
    static peer self;
    char url[256];
    int forms = worker_speaks("forms");
    snprintf(url, sizeof url, "%s%s", worker_env("BENCH_URL"), forms ? "/Api/Sms" : "/api/v2/message");
    curl_global_init(CURL_GLOBAL_DEFAULT);
    self.easy = curl_easy_init();
    const char *type = forms ? "Content-Type: application/x-www-form-urlencoded" : "Content-Type: application/json";
    struct curl_slist *headers = curl_slist_append(NULL, type);
    curl_easy_setopt(self.easy, CURLOPT_URL, url);
    curl_easy_setopt(self.easy, CURLOPT_CAINFO, worker_env("BENCH_CA_FILE"));
    if (!forms) {
        curl_easy_setopt(self.easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(self.easy, CURLOPT_USERNAME, BENCH_USERNAME);
        curl_easy_setopt(self.easy, CURLOPT_PASSWORD, BENCH_PASSWORD);
    }
    curl_easy_setopt(self.easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(self.easy, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(self.easy, CURLOPT_WRITEDATA, &self);
    int code = worker_serve(curl_version_info(CURLVERSION_NOW)->version, forms ? send_form : send_message, &self);
    curl_easy_cleanup(self.easy);
    curl_slist_free_all(headers);
    curl_global_cleanup();
    return code;
}
