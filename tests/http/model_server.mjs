// A server that speaks as OpenAI's API does, for a test, on loopback: deterministic, and faulty where a
// test says. The model names the fault, or how many milliseconds it takes ("wait-40"); the path before
// /v1 names it for the list of models.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { waitFor } from './wait.mjs';

const json = (response, status, body, headers = {}) => {
    const text = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
    response.end(text);
};

const flood = (response) => {
    const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
};

const error = (message) => ({ error: { message, type: 'invalid_request_error', code: null, param: null } });

/** What each fault does with an answer. */
export const faults = {
    refused: (response) => json(response, 401, error('Incorrect API key')),
    missing: (response) => json(response, 404, error('No such model')),
    limited: (response) => json(response, 429, error('Slow down'), { 'retry-after': '1' }),
    failing: (response) => json(response, 500, error('It broke')),
    redirect: (response) => response.writeHead(302, { location: '/elsewhere/v1/models' }).end(),
    error: (response) => json(response, 200, error('Not today')),
    empty: (response) => json(response, 200, { object: 'list', data: [], choices: [] }),
    html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    broken: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":'),
    bytes: (response) => response.writeHead(200, { 'content-type': 'application/json' })
        .end(Buffer.from([...Buffer.from('{"data":[{"id":"'), 0xff, 0xfe, ...Buffer.from('"}]}')])),
    nothing: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
    closed: (response) => response.socket.destroy(),
    half: (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
        response.write('{"data":');
        setTimeout(() => response.socket.destroy(), 50);
    },
    slow: () => {},
    drip: (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 100);
        response.on('close', () => clearInterval(timer));
    },
    huge: (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        flood(response);
    },
    announced: (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 50_000_000 });
        flood(response);
    },
    // Headers without an end.
    headers: (response) => {
        const { socket } = response;
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = () => {
            while (!socket.destroyed && socket.write(`x-more: ${'y'.repeat(1000)}\r\n`));
        };
        socket.on('drain', more);
        more();
    },
};

const usage = (body, text) => {
    const prompt_tokens = body.messages.reduce((sum, { content }) => sum + content.split(/\s+/).length, 0);
    const completion_tokens = text.split(/\s+/).length;
    return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
};

/** A model "judge" passes what does not say no. */
function judgement(content) {
    const pass = !/\bno\b/.test(content);
    return JSON.stringify({ pass, score: pass ? 0.9 : 0.1, reason: pass ? 'It agrees.' : 'It says <b>no</b>.' });
}

function complete(body, response) {
    const last = body.messages.at(-1).content;
    const text = body.model === 'judge' ? judgement(last) : `${body.model} says: ${last}`;
    json(response, 200, {
        id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: body.model,
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage: usage(body, text),
    });
}

/**
 * {port, requests, at(path), stop()}. requests: {method, path, headers, body} as they came. tls: {key, cert}
 * if it speaks https.
 */
export async function startModelServer(tls = null) {
    const requests = [];
    const take = (request, response) => {
        const pieces = [];
        response.on('error', () => {});
        request.on('data', (piece) => pieces.push(piece));
        request.on('end', () => {
            const { method, url, headers } = request;
            const body = Buffer.concat(pieces).toString();
            requests.push({ method, path: url, headers, body });
            const [, word] = url.split('/');
            if (faults[word]) return faults[word](response);
            if (method === 'GET' && url.endsWith('/models'))
                return json(response, 200, { object: 'list', data: ['large-1', 'small-1'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' })) });
            if (method !== 'POST' || !url.endsWith('/chat/completions')) return faults.missing(response);
            const asked = JSON.parse(body);
            const [, wait] = asked.model.match(/^wait-(\d+)$/) ?? [];
            if (wait) return setTimeout(complete, Number(wait), asked, response);
            return faults[asked.model] ? faults[asked.model](response) : complete(asked, response);
        });
    };
    const server = tls === null ? createServer(take) : createTlsServer(tls, take);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = (path) => requests.filter((one) => one.path === path);
    return {
        port: server.address().port,
        requests,
        at,
        async wait(path, count = 1) {
            await waitFor(() => at(path).length >= count);
            return at(path);
        },
        stop() {
            server.closeAllConnections?.();
            server.close();
        },
    };
}
