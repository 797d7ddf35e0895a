-- How sure it is that lines with the same receiver, phone and address are of one buyer: 0 only a part of the three is known,
-- 1 ciphertext, 2 masked, 3 plain.
CASE
    WHEN receiver IS NULL OR receiver_phone IS NULL OR address IS NULL THEN 0
    WHEN substr(receiver, 1, 2) IN ('##', '$$') OR substr(receiver_phone, 1, 2) IN ('##', '$$')
        OR substr(address, 1, 2) IN ('##', '$$') THEN 1
    WHEN instr(receiver || receiver_phone || address, '*') > 0 THEN 2
    ELSE 3
END
