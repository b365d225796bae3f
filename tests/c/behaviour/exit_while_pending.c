/* Ends while a call is under way: the library's thread must neither keep the program nor crash it. */
#include <ecall.h>

static void callback(void *user_data, int32_t code, ecall_message_result *result, ecall_error *error) {
    (void)user_data;
    (void)code;
    ecall_message_result_free(result);
    ecall_error_free(error);
}

int main(void) {
    ecall_client *client = NULL;
    if (ecall_client_new(NULL, &client, NULL) != ECALL_OK) return 1;
    int32_t code =
        ecall_client_send_sms_async(client, "+41791234567", "text", "Alarm", NULL, NULL, callback, NULL, NULL);
    ecall_client_free(client);
    return code == ECALL_OK ? 0 : 2;
}
