import time

import ecall

client = ecall.SoapClient()
pause = 0.1
# begin
job_id = "pump-3-2031-04-01T07:30"  # yours: kept before the call, so that it outlives your process too
try:
    client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm", job_id=job_id)
except ecall.OutcomeUnknownError as error:
    time.sleep(pause)  # an accepted job may take a moment to be found
    if not client.resolve(error.job_id).accepted:
        client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm", job_id=job_id)
# end
print(client.resolve(job_id).accepted)
