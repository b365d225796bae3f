import ecall

estimate = ecall.text.estimate("Pump 3: 45 °C – “hot”")       # no client, no network; the same in every language, beside split, to_gsm and more
print(estimate.alphabet, estimate.pages, [p.character for p in estimate.forcing])   # ucs2 1 ['°', '–', '“', '”']
