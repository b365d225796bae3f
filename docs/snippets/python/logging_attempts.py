import logging
import ecall

# begin
logging.basicConfig(level=logging.WARNING)
logging.getLogger("ecall").setLevel(logging.DEBUG)  # every attempt, pause and end of a call
# end
ecall.Client().send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
