import ecall

import mock

client = ecall.SmppClient(reconnect_initial=0.01)
events = client.events()
client.bind()
mock.tell("smpp/links/end", {"how": "reset"})
seen = []
# begin
for event in events:
    if isinstance(event, ecall.LinkEvent):
        print(event.state, event.reason)
# end
        seen.append(event.state)
        if seen.count("bound") == 2:
            break
client.close()
