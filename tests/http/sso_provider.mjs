// A provider of OpenID Connect for a test: the real one, oidc-provider of npm, on loopback; and a way
// to stand between it and Rostrum, so that it lies.
import { createServer } from 'node:http';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, sourceDir } from './server.mjs';

/** oidc-provider is installed with the browser's tests: npm ci in tests/browser. Null without it. */
async function load() {
    const file = path.join(sourceDir, 'tests/browser/node_modules/oidc-provider/lib/index.js');
    try {
        return (await import(pathToFileURL(file))).default;
    } catch (error) {
        if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
        throw error;
    }
}

export const client = { client_id: 'rostrum', client_secret: 'a secret for +/=&% the test' };

/**
 * {issuer, port, people, lie, requests, stop()}. people: what the provider says of
 * a login name, {email, email_verified}. lie(name, function): the JSON of an answer of this endpoint
 * ("token", "jwks", "discovery") goes through the function, which may as well answer itself.
 */
export async function startProvider(callback, options = {}) {
    const Provider = await load();
    if (Provider === null) return null;
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const people = new Map();
    const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [callback] }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'] },
        conformIdTokenClaims: options.isConform ?? false,
        findAccount: (context, id) => ({
            accountId: id,
            claims: () => ({ sub: id, ...people.get(id) }),
        }),
        pkce: { required: () => true },
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ['of the test'] },
        ...options.configuration,
    });
    const lies = new Map();
    const requests = [];
    const names = { '/token': 'token', '/jwks': 'jwks', '/.well-known/openid-configuration': 'discovery' };
    const handle = provider.callback();
    const server = createServer((request, response) => {
        const name = names[request.url.split('?')[0]];
        requests.push(name ?? request.url);
        const lie = lies.get(name);
        if (!lie) return handle(request, response);
        const end = response.end.bind(response);
        const pieces = [];
        response.write = (piece) => pieces.push(Buffer.from(piece));
        response.end = async (piece) => {
            if (piece) pieces.push(Buffer.from(piece));
            const said = JSON.parse(Buffer.concat(pieces).toString() || '{}');
            const body = await lie(said, response);
            if (body === undefined) return;
            const text = typeof body === 'string' ? body : JSON.stringify(body);
            response.setHeader('Content-Length', Buffer.byteLength(text));
            end(text);
        };
        return handle(request, response);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return {
        issuer,
        port,
        people,
        requests,
        lie: (name, how) => (how ? lies.set(name, how) : lies.delete(name)),
        async stop() {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
}

/** Signs in at the provider as a person does, in a browser without a screen of its own: from the
 * address that Rostrum sent it to, to the one it is sent back to. */
export async function passProvider(url, login) {
    const cookies = new Map();
    let next = url;
    let options = {};
    for (let i = 0; i < 20; i++) {
        const answer = await fetch(next, {
            ...options,
            redirect: 'manual',
            headers: {
                ...options.headers,
                Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            },
        });
        for (const line of answer.headers.getSetCookie()) {
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            cookies.set(name, value);
        }
        const location = answer.headers.get('location');
        options = {};
        if (location) {
            next = new URL(location, next).href;
            if (!next.startsWith(new URL(url).origin)) return next;
            continue;
        }
        const text = await answer.text();
        const action = text.match(/<form[^>]* action="([^"]+)"/)?.[1];
        const prompt = text.match(/name="prompt" value="([^"]+)"/)?.[1];
        if (!action) throw new Error(`the provider says: ${answer.status} ${text.slice(0, 400)}`);
        next = new URL(action, next).href;
        options = {
            method: 'POST',
            headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) }),
        };
    }
    throw new Error('the provider goes round in circles');
}
