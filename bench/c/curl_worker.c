/* libcurl with one easy handle that is used again, as its documentation advises. JSON is written and read by hand: a
 * library for it could only make this peer slower. */
#include "worker.h"

#include <curl/curl.h>

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

static void send_one(void *state) {
    peer *self = state;
    char json[512], id[64];
    char *end = put(json, "{\"channel\":\"Sms\",\"from\":");
    end = put(put_string(end, BENCH_FROM), ",\"to\":");
    end = put(put_string(end, BENCH_TO), ",\"content\":{\"type\":\"Text\",\"text\":");
    end = put(put_string(end, BENCH_TEXT), "}}");
    self->length = 0;
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDSIZE, (long)(end - json));
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDS, json);
    CURLcode code = curl_easy_perform(self->easy);
    if (code != CURLE_OK) worker_fail(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &status);
    self->body[self->length] = '\0';
    if (status != 200 || !read_string(self->body, "messageId", id, sizeof id)) worker_fail("not a result");
    worker_taken(id);
}

int main(void) {
    static peer self;
    char url[256];
    snprintf(url, sizeof url, "%s/api/v2/message", worker_env("BENCH_URL"));
    curl_global_init(CURL_GLOBAL_DEFAULT);
    self.easy = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    curl_easy_setopt(self.easy, CURLOPT_URL, url);
    curl_easy_setopt(self.easy, CURLOPT_CAINFO, worker_env("BENCH_CA_FILE"));
    curl_easy_setopt(self.easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(self.easy, CURLOPT_USERNAME, BENCH_USERNAME);
    curl_easy_setopt(self.easy, CURLOPT_PASSWORD, BENCH_PASSWORD);
    curl_easy_setopt(self.easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(self.easy, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(self.easy, CURLOPT_WRITEDATA, &self);
    int code = worker_serve(curl_version_info(CURLVERSION_NOW)->version, send_one, &self);
    curl_easy_cleanup(self.easy);
    curl_slist_free_all(headers);
    curl_global_cleanup();
    return code;
}
