import ecall

client = ecall.Client()
# begin
message = ecall.Message(
    channel="Whatsapp",
    to="+41791234567",
    from_="41791112233",
    content=ecall.ImageContent(url="https://example.org/pump.jpg", caption="Pump 3"),
)
print(client.wait(client.send(message).message_id, timeout=60).status)
# end
