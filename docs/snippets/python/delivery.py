import ecall

client = ecall.Client()
# begin
sent = client.send_sms(
    to="+41791234567", text="Pump 3 stopped", from_="Alarm", delivery="at_least_once", timeout=120
)
if sent.possible_duplicate:
    print("accepted, perhaps twice; the attempts that failed:", [attempt.kind for attempt in sent.attempts])
# end
