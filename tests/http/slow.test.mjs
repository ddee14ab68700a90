// Clients that send half a request and wait: nobody else is refused, and little is held for them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { expectStatus } from './people.mjs';
import { processTree } from './server.mjs';
import { sleep, waitFor } from './wait.mjs';
import { shared } from './shared.mjs';

const MIB = 1 << 20;
const PER_ADDRESS = 200; // of ./bootstrap serve
const limits = fs.readFileSync('/proc/self/limits', 'utf8');
const descriptors = Number(limits.match(/^Max open files\s+(\d+)/m)[1]);
const SLOW_COUNT = Math.min(3000, descriptors - 500);
const cookie = `Cookie: session=${'a'.repeat(43)}\r\n`;

/** Half a request from an address of this machine: {socket, status}; status once it is answered. */
function sendHalf(server, address, bytes) {
    const half = { status: null, socket: null };
    half.socket = net.connect({ port: server.port, host: '127.0.0.1', localAddress: address });
    half.socket.on('connect', () => half.socket.write(bytes));
    half.socket.on('data', (data) => {
        half.status ??= Number(data.toString('latin1').match(/^HTTP\/1\.1 (\d{3})/)?.[1]);
    });
    half.socket.on('error', () => {});
    return half;
}

const headerHalf = 'GET /login HTTP/1.1\r\nHost: x\r\nAccept: ';

function bodyHalf(path, length, { more = '', isChunked = false } = {}) {
    const size = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
    return (
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        `${more}${size}\r\n\r\n${isChunked ? `${length.toString(16)}\r\n` : ''}email=`
    );
}

/** Connections that nginx has not closed yet, of the kernel's table: established or half closed. */
function connectionsOf(server) {
    const port = server.port.toString(16).toUpperCase().padStart(4, '0');
    const line = new RegExp(`^ *\\d+: [0-9A-F]{8}:${port} [0-9A-F]{8}:[0-9A-F]{4} 0[18] `, 'gm');
    return (fs.readFileSync('/proc/net/tcp', 'latin1').match(line) ?? []).length;
}

/** Sends halves, [address, bytes] each, and gives the statuses by how often they came; "held" is one
 * without an answer. All are closed again, and nginx knows it. */
async function answersTo(server, halves, { heldCount }) {
    const sent = halves.map(([address, bytes]) => sendHalf(server, address, bytes));
    const refused = () => sent.filter((half) => half.status !== null).length;
    await waitFor(() => refused() >= sent.length - heldCount, () => `${refused()} of ${sent.length} refused`);
    await sleep(100); // nor is one more
    const counts = {};
    for (const half of sent) {
        counts[half.status ?? 'held'] = (counts[half.status ?? 'held'] ?? 0) + 1;
        half.socket.destroy();
    }
    await waitFor(() => connectionsOf(server) === 0);
    return counts;
}

const repeat = (count, address, bytes) => Array.from({ length: count }, () => [address, bytes]);

/** Bytes of nginx's workers that are in memory. */
function nginxMemory(server) {
    const kib = processTree(server.pid)
        .filter((one) => one.name === 'nginx')
        .map((one) => fs.readFileSync(`/proc/${one.pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m));
    return kib.reduce((sum, match) => sum + Number(match[1]) * 1024, 0);
}

async function sendHalves(server) {
    const halves = [];
    for (let i = 0; i < SLOW_COUNT; i++) {
        const address = `127.0.1.${1 + (i % 20)}`;
        halves.push(sendHalf(server, address, i % 2 ? headerHalf : bodyHalf('/login', 50_000)));
        if (i % 100 === 99) await once(halves[i].socket, 'connect');
    }
    await waitFor(() => halves.every((half) => half.socket.bytesWritten > 0));
    return halves;
}

test('slow: thousands of half requests hold nobody up, and are closed in time', async () => {
    const { server, developer } = await shared();
    assert.ok(SLOW_COUNT >= 2000, `${descriptors} descriptors are too few for this test`);
    const nobody = new Browser(server);
    let slow = [];
    let held = 0;
    // a machine that is slower than nginx's time limit says nothing: it is asked again
    for (let tries = 0; tries < 5 && held < SLOW_COUNT; tries++) {
        slow.forEach((half) => half.socket.destroy());
        slow = await sendHalves(server);
        for (let i = 0; i < 10; i++)
            expectStatus(await (i % 2 ? developer.get('/prompts') : nobody.get('/login')), 200);
        held = slow.filter((half) => half.status === null && !half.socket.closed).length;
    }
    assert.equal(held, SLOW_COUNT, 'all of them are held while others are answered');
    await waitFor(() => slow.every((half) => half.socket.closed));
});

test('slow: one address has its share of requests, and others have theirs', async () => {
    const { server } = await shared();
    const half = bodyHalf('/login', 50_000);
    const counts = await answersTo(
        server,
        [...repeat(PER_ADDRESS + 20, '127.0.2.1', half), ...repeat(20, '127.0.2.2', half)],
        { heldCount: PER_ADDRESS + 20 },
    );
    assert.deepEqual(counts, { held: PER_ADDRESS + 20, 503: 20 });
});

test('slow: a large body without a session is refused at once', async () => {
    const { server } = await shared();
    for (const path of ['/import', '/agents/import?x=1', '/%69mport', '/login']) {
        const half = bodyHalf(path, 16 * MIB);
        const counts = await answersTo(server, repeat(10, '127.0.3.1', half), { heldCount: 0 });
        assert.deepEqual(counts, { 413: 10 }, path);
    }
    const wrong = ['session=', `session=${'a'.repeat(42)}`, `asession=${'a'.repeat(43)}`];
    for (const value of wrong) {
        const half = bodyHalf('/import', 16 * MIB, { more: `Cookie: ${value}\r\n` });
        const counts = await answersTo(server, repeat(1, '127.0.3.1', half), { heldCount: 0 });
        assert.deepEqual(counts, { 413: 1 }, value);
    }
});

test('slow: large bodies are few at the same time, and cost what has arrived', async () => {
    const { server } = await shared();
    const addresses = Array.from({ length: 12 }, (_, i) => `127.0.4.${i + 1}`);
    const five = (half) => addresses.flatMap((address) => repeat(5, address, half));
    const before = nginxMemory(server);
    const cases = [
        ['files', bodyHalf('/import', 16 * MIB, { more: cookie }), 8],
        ['forms', bodyHalf('/prompts/new', 4 * MIB, { more: cookie }), 32],
        ['forms without a session', bodyHalf('/prompts/new', 4 * MIB), 8],
        ['in chunks', bodyHalf('/login', 4 * MIB, { isChunked: true }), 8],
    ];
    for (const [what, half, held] of cases) {
        const counts = await answersTo(server, five(half), { heldCount: held });
        assert.equal(counts.held ?? 0, held, what);
        assert.equal(counts[503], 60 - held, what);
    }
    const chunk = bodyHalf('/import', 16 * MIB, { isChunked: true });
    const refused = await answersTo(server, five(chunk), { heldCount: 0 });
    assert.equal(refused[413] + (refused[503] ?? 0), 60, 'longer than is taken without a session');
    const share = await answersTo(server, repeat(6, '127.0.4.1', cases[0][1]), { heldCount: 4 });
    assert.deepEqual(share, { held: 4, 503: 2 });
    const grown = nginxMemory(server) - before;
    assert.ok(grown < 8 * MIB, `nginx grew by ${grown} bytes`);
});
