#!/usr/bin/env python3
"""Verifies exports of Rostrum's audit logs, and proofs of single events: docs/audit.md says what they are.

    audit_verify.py [--key FILE] [--kept FILE] FILE...

It has nothing in common with Rostrum but the format: Python 3 and its own library. FILE after --key has the
public keys that may have signed, one a line; without it those of each export are believed. FILE after --kept has
checkpoints from outside the database, each of which must be of the logs. Prints a line for each file; exits with
0 if all are sound, else with 1.
"""
import base64
import hashlib
import json
import re
import sys

# Ed25519 (RFC 8032, section 5.1): only what checking a signature needs. Points are (X, Y, Z, T).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def point_of(code):
    y = int.from_bytes(code, 'little')
    sign, y = y >> 255, y & 2**255 - 1
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, 'little'))


def is_signed(key, text, signature):
    a, r = point_of(key), point_of(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), 'little') % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P


class Problem(Exception):
    pass


def must(condition, problem):
    if not condition:
        raise Problem(problem)


def unbase64(text):
    raw = base64.b64decode(text, validate=True)
    must(base64.b64encode(raw) == text, 'base64 with something left over')
    return raw


def read_key(text):
    """NAME+ID+BASE64 gives (name, id, public key)."""
    name, key_id, code = text.encode().split(b'+', 2)
    raw = unbase64(code)
    must(len(raw) == 33 and raw[0] == 1, 'a key that is not one of Ed25519')
    must(hashlib.sha256(name + b'\n' + raw).hexdigest()[:8].encode() == key_id, 'a key with a wrong id')
    return name, bytes.fromhex(key_id.decode()), raw[1:]


def open_note(note, keys):
    """The signed text of a note that one of the keys signed."""
    must('\n\n' in note, 'a note without a signature')
    text, signatures = note.rsplit('\n\n', 1)
    text = (text + '\n').encode()
    found = False
    must(signatures.endswith('\n'), 'a signature without an end')
    for line in signatures[:-1].split('\n'):
        match = re.fullmatch('\u2014 (\\S+) (\\S+)', line)
        must(match, 'a line that is not that of a signature')
        for name, key_id, key in keys:
            if match[1].encode() != name:
                continue
            raw = unbase64(match[2].encode())
            must(len(raw) == 68, 'a signature of another length')
            if raw[:4] == key_id:
                must(is_signed(key, text, raw[4:]), 'a wrong signature')
                found = True
    must(found, 'a checkpoint that none of the keys signed')
    return text


def leaf_of(line):
    return hashlib.sha256(b'\0' + line).digest()


def node_of(left, right):
    return hashlib.sha256(b'\1' + left + right).digest()


def read_checkpoint(note, keys, log):
    """Gives size and root; log None is any."""
    match = re.fullmatch(b'rostrum/([0-9a-f-]{36})\n([1-9][0-9]*)\n(\\S+)\n', open_note(note, keys))
    must(match, 'a note that is not that of a checkpoint')
    must(log is None or match[1] == log, 'a checkpoint of another log')
    return (match[1], int(match[2]), unbase64(match[3]))[0 if log is None else 1:]


def as_written(line, value):
    must(json.dumps(value, separators=(',', ':'), ensure_ascii=False).encode() == line, 'a line as nobody writes it')


def root_of(frontier):
    hash_ = frontier[-1][1]
    for _, left in reversed(frontier[:-1]):
        hash_ = node_of(left, hash_)
    return hash_


def check_log(lines, keys, kept):
    """Everything of one log: its beginning, its events, its checkpoints. What of kept is of it goes."""
    match = re.fullmatch(b'{"log":"([0-9a-f-]{36})","events":([1-9][0-9]*),"checkpoints":([1-9][0-9]*)}', next(lines))
    must(match, 'a line that does not begin a log')
    log, events, checkpoints = match[1], int(match[2]), int(match[3])
    size, covered, frontier = 0, 0, []  # frontier: the roots of full subtrees, and how many leaves each has
    while covered < events:
        line = next(lines)
        begin = b'{"seq":%d,' % (size + 1)
        if not line.startswith(b'{"seq":'):
            value = json.loads(line)
            as_written(line, {'checkpoint': value['checkpoint']})
            signed_size, root = read_checkpoint(value['checkpoint'], keys, log)
            must(signed_size == size and covered < size, 'a checkpoint at the wrong place')
            must(root_of(frontier) == root, 'events that are not those that the checkpoint was signed for')
            covered, checkpoints = size, checkpoints - 1
            continue
        must(line.startswith(begin) and size < events, 'an event with another number')
        if line.startswith(begin + b'"event":{"organization":"%s",' % log) and line.endswith(b'}}'):
            leaf = leaf_of(line[len(begin) + len(b'"event":'):-1])
        else:
            match = re.fullmatch(re.escape(begin) + b'"leaf":"([0-9a-f]{64})"}', line)
            must(match, 'a line that is not that of an event')
            leaf = bytes.fromhex(match[1].decode())
        size, count = size + 1, 1
        while frontier and frontier[-1][0] == count:
            leaf, count = node_of(frontier.pop()[1], leaf), 2 * count
        frontier.append((count, leaf))
        if (log, size) in kept:
            must(kept.pop((log, size)) == root_of(frontier), 'another log than that of a checkpoint that was kept')
    must(checkpoints == 0, 'another number of checkpoints')
    return events


def check_proof(line, keys):
    """An event, and its path to the root of a checkpoint (RFC 9162, section 2.1.3.2)."""
    match = re.fullmatch(b'{"rostrum_audit_proof":1,"key":"([^"]*)","seq":([1-9][0-9]*),"event":({.*}),"path":'
                         b'\\[([0-9a-f",]*)\\],"checkpoint":("rostrum/.*")}', line)
    must(match, 'a line that is not that of a proof')
    path = json.loads(b'[' + match[4] + b']')
    as_written(b'[' + match[4] + b']', path)
    note = json.loads(match[5])
    as_written(match[5], note)
    key = read_key(match[1].decode())
    size, root = read_checkpoint(note, keys or [key], json.loads(match[3])['organization'].encode())
    at, last, hash_ = int(match[2]) - 1, size - 1, leaf_of(match[3])
    must(at <= last, 'an event that the checkpoint does not cover')
    for text in path:
        must(last > 0 and len(text) == 64, 'a path that is none')
        other = bytes.fromhex(text)
        if at & 1 or at == last:
            hash_ = node_of(other, hash_)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash_ = node_of(hash_, other)
        at, last = at >> 1, last >> 1
    must(last == 0 and hash_ == root, 'an event that is not in the log of the checkpoint')


def check_certificate(note, pinned):
    """A signed note whose text is a JSON object, indented; its events are proofs."""
    must('\n\n' in note, 'a certificate without a signature')
    value = json.loads(note.rsplit('\n\n', 1)[0])
    keys = pinned or [read_key(key) for key in value['keys']]
    open_note(note, keys)
    for event in value.get('events', []):
        check_proof(json.dumps(event, separators=(',', ':'), ensure_ascii=False).encode(), keys)
    return 'a certificate of %s, %d events' % (value['certificate'], len(value.get('events', [])))


def lines_of(file):
    for line in file:
        must(line.endswith(b'\n') and b'\0' not in line, 'a line without an end')
        yield line[:-1]


def check_file(file, pinned, kept):
    if file.peek(2)[:2] == b'{\n':
        return check_certificate(file.read().decode(), pinned)
    lines = lines_of(file)
    line = next(lines)
    if line.startswith(b'{"rostrum_audit_proof":1,'):
        check_proof(line, pinned)
        return '%d proofs' % (1 + sum(1 for line in lines if check_proof(line, pinned) is None))
    match = re.fullmatch(b'{"rostrum_audit_export":1,"keys":(0|[1-9][0-9]*),"logs":(0|[1-9][0-9]*)}', line)
    must(match, 'a first line that is not that of an export')
    keys = []
    for _ in range(int(match[1])):
        line = next(lines)
        value = json.loads(line)
        as_written(line, {'key': value['key']})
        keys.append(read_key(value['key']))
    events = [check_log(lines, pinned or keys, kept) for _ in range(int(match[2]))]
    must(next(lines, None) is None, 'something behind the end')
    must(not kept, 'a log that ends before a checkpoint that was kept')
    return '%d logs, %d events' % (len(events), sum(events))


def read_kept(path, pinned):
    """Lines without an end are what a full disk left."""
    with open(path, 'rb') as file:
        whole = [line for line in file if line.endswith(b'}\n')]
    found = [read_checkpoint(json.loads(line)['checkpoint'], pinned, None) for line in whole]
    return {(log, size): root for log, size, root in found}


def verdict(path, pinned, kept):
    try:
        with open(path, 'rb') as file:
            return True, check_file(file, pinned, dict(kept))
    except (Problem, StopIteration, RuntimeError, ValueError, KeyError, TypeError, IndexError) as problem:
        return False, str(problem) or 'lines are missing'


def main(arguments):
    pinned = []
    if arguments[:1] == ['--key']:
        with open(arguments[1], encoding='ascii') as file:
            pinned = [read_key(line.strip()) for line in file if line.strip()]
        arguments = arguments[2:]
    kept = {}
    if arguments[:1] == ['--kept']:
        kept = read_kept(arguments[1], pinned)
        arguments = arguments[2:]
    results = [(path, *verdict(path, pinned, kept)) for path in arguments]
    for path, is_sound, words in results:
        print('%s: %s: %s' % (path, 'sound' if is_sound else 'NOT SOUND', words))
    return 0 if results and all(is_sound for _, is_sound, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
