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

const weather = { name: 'find_weather', arguments: ['{"city":', '"Bern"', '}'] };

function complete(body, response) {
    const last = body.messages.at(-1).content;
    const text = body.model === 'judge' ? judgement(last) : `${body.model} says: ${last}`;
    const tool_calls = [{ id: 'call_1', type: 'function', function: { name: weather.name, arguments: weather.arguments.join('') } }];
    const message = body.model === 'calls' ? { role: 'assistant', content: null, tool_calls } : { role: 'assistant', content: text };
    json(response, 200, {
        id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: body.model,
        choices: [{ index: 0, message, finish_reason: body.model === 'calls' ? 'tool_calls' : 'stop' }],
        usage: usage(body, text),
    });
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** An answer in pieces: a chunk for each word, the usage in one of its own, then the end. */
class Stream {
    constructor(body, response) {
        this.body = body;
        this.response = response;
        response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
    }
    data(text) {
        if (!this.response.destroyed) this.response.write(`data: ${text}\n\n`);
    }
    chunk(delta, more = {}) {
        this.data(JSON.stringify({
            id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: this.body.model,
            choices: [{ index: 0, delta, finish_reason: null, ...more }], usage: null,
        }));
    }
    async words(text, pause = 0) {
        this.chunk({ role: 'assistant', content: '' });
        for (const word of text.split(/(?<= )/)) {
            if (this.response.destroyed) return;
            this.chunk({ content: word });
            if (pause) await wait(pause);
        }
    }
    usage(text) {
        this.data(JSON.stringify({
            id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: this.body.model,
            choices: [], usage: usage(this.body, text),
        }));
    }
    end(text) {
        this.chunk({}, { finish_reason: 'stop' });
        if (this.body.stream_options?.include_usage) this.usage(text);
        this.data('[DONE]');
        this.response.end();
    }
}

/** What each faulty stream does after its first words; any other model streams as it should. */
export const streams = {
    cut: (stream) => setTimeout(() => stream.response.socket?.destroy(), 50),
    ended: (stream) => stream.response.end(),
    broke: (stream) => {
        stream.data(JSON.stringify(error('It broke in the middle')));
        stream.response.end();
    },
    garbage: (stream) => {
        stream.data('{"choices":[{"delta":');
        stream.response.end();
    },
    latin: (stream) => {
        stream.response.write(Buffer.from([...Buffer.from('data: {"choices":[{"delta":{"content":"'), 0xff, ...Buffer.from('"}}]}\n\n')]));
        stream.response.end();
    },
    endless: (stream) => {
        const more = () => {
            while (!stream.response.destroyed && stream.response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: 'y'.repeat(60_000) } }] })}\n\n`));
        };
        stream.response.on('drain', more);
        more();
    },
    undone: (stream) => {
        stream.chunk({}, { finish_reason: 'stop' });
        stream.response.end();
    },
    unpriced: (stream) => {
        stream.chunk({}, { finish_reason: 'stop' });
        stream.data('[DONE]');
        stream.response.end();
    },
    silent: () => {},
    calls: (stream) => {
        stream.chunk({ role: 'assistant', content: null });
        const [first, ...rest] = weather.arguments;
        const call = (more) => stream.chunk({ tool_calls: [{ index: 0, ...more }] });
        call({ id: 'call_1', type: 'function', function: { name: weather.name, arguments: first } });
        for (const piece of rest) call({ function: { arguments: piece } });
        stream.chunk({}, { finish_reason: 'tool_calls' });
        stream.data('[DONE]');
        stream.response.end();
    },
};

async function stream(body, response) {
    const made = new Stream(body, response);
    const text = `${body.model} says: ${body.messages.at(-1).content}`;
    if (body.model === 'calls') return streams.calls(made);
    await made.words(text, body.model === 'patient' ? 150 : 0);
    (streams[body.model] ?? (() => made.end(text)))(made);
}

/**
 * {port, requests, at(path), stop()}. requests: {method, path, headers, body} as they came, and
 * closedAt when the connection was done with them, in ms. tls: {key, cert}
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
            const taken = { method, path: url, headers, body, closedAt: 0 };
            requests.push(taken);
            response.on('close', () => { taken.closedAt = Date.now(); });
            const [, word] = url.split('/');
            if (faults[word]) return faults[word](response);
            if (method === 'GET' && url.endsWith('/models'))
                return json(response, 200, { object: 'list', data: ['large-1', 'small-1'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' })) });
            if (method !== 'POST' || !url.endsWith('/chat/completions')) return faults.missing(response);
            const asked = JSON.parse(body);
            const [, wait] = asked.model.match(/^wait-(\d+)$/) ?? [];
            if (faults[asked.model]) return faults[asked.model](response);
            const answer = asked.stream ? stream : complete;
            return wait ? setTimeout(answer, Number(wait), asked, response) : answer(asked, response);
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
