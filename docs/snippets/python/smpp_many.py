import ecall

rows = [{"to": f"+417912345{number:02}", "text": "Pump 3 stopped"} for number in range(50)]

client = ecall.SmppClient(default_from="Alarm", window=50, rate=500)
client.bind()
# begin
with client.submit_many(rows) as bulk:
    for index, result in bulk:
        if isinstance(result, ecall.EcallError):
            print(index, result.kind, result.outcome, [part.state for part in result.parts])
# end
print(bulk.counts.accepted, "accepted")
client.unbind()
