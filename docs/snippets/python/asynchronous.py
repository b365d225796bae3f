import asyncio
import ecall


async def main():
    async with ecall.AsyncClient() as client:
        sent = await client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
        state = await client.wait(sent.message_id, timeout=60)
        print(state.status)


asyncio.run(main())
