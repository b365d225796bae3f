import os

import mock

# begin
import ecall

client = ecall.Client()  # before the fork, as a preloading server does
client.send_sms(to="+41791234567", text="The parent is up", from_="Alarm")

if os.fork() == 0:
    client.send_sms(to="+41791234567", text="The child is up", from_="Alarm")  # over a connection of its own
    os._exit(0)
# end
assert os.wait()[1] == 0

print(mock.tell("summary", None, method="GET")["messages"])
