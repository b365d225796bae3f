"""A test of a program's own, with the mock."""

import json
import subprocess
import unittest
import urllib.request

import ecall


def raise_alarm(client):
    """What is tested: says whether somebody has to be called by telephone."""
    try:
        client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
        return False
    except ecall.EcallError:
        return True


class Alarm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Ends with this process, however that ends: its stdin is closed then.
        command = ["ecall-mock", "serve", "--exit-with-stdin"]
        cls.mock = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        cls.at = json.loads(cls.mock.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.mock.stdout.close()
        cls.mock.stdin.close()
        cls.mock.wait()

    def account(self):
        """A client with an account of its own: tests may run side by side."""
        at = {"base_url": self.at["rest_url"], "ca_file": self.at["ca_file"]}
        return ecall.Client(username=self.id(), password="p", max_retries=0, **at)

    def control(self, what, body=None):
        url = f"{self.at['control_url']}/_mock/accounts/{self.id()}/{what}"
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(url, data, {"content-type": "application/json"})
        # No proxy leads to this machine.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return json.load(answer)

    def test_the_alarm_goes_out(self):
        self.assertFalse(raise_alarm(self.account()))
        sent = self.control("messages")["messages"]
        self.assertEqual([message["to"] for message in sent], ["+41791234567"])

    def test_somebody_is_called_where_the_service_is_down(self):
        self.control("script", [{"respond": {"status": 503, "json": {}}}])
        self.assertTrue(raise_alarm(self.account()))

    def test_somebody_is_called_where_nobody_knows(self):
        self.control("script", [{"accept_then": "reset"}])  # it counts, and the answer is lost
        self.assertTrue(raise_alarm(self.account()))


if __name__ == "__main__":
    unittest.main()
