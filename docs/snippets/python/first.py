import ecall
client = ecall.Client(username="u", password="p")     # or ECALL_USERNAME / ECALL_PASSWORD
sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
print(sent.message_id, client.wait(sent.message_id, timeout=60).status)
