import ecall

client = ecall.Client()  # ECALL_USERNAME, ECALL_PASSWORD, …

# begin
try:
    sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
    print("accepted:", sent.message_id)
except ecall.OutcomeUnknownError as error:
    print("it may have gone out; ask the support about request", error.request_id)
except ecall.RejectedError as error:
    print("refused:", error.ecall_code, [(problem.field, problem.message) for problem in error.fields])
except ecall.EcallError as error:
    print(error.kind, "and certainly not sent" if error.outcome == "not_accepted" else "")
# end
