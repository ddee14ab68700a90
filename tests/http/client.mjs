// A browser without a screen: cookies, forms as they stand in a page, one connection a request.
// And a raw socket for what no browser would send.
import http from 'node:http';
import net from 'node:net';
import { waitFor } from './wait.mjs';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** The text that a piece of HTML stands for. Ampersands come last, and all at once. */
export function decodeHtml(html) {
    return html
        .replace(
            /&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|quot|apos|nbsp));/gi,
            (all, hex, decimal, name) => {
                if (hex) return String.fromCodePoint(parseInt(hex, 16));
                return decimal
                    ? String.fromCodePoint(Number(decimal))
                    : entities[name.toLowerCase()];
            },
        )
        .replaceAll('&amp;', '&');
}

function attributesOf(source) {
    const found = {};
    const pattern = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
    for (const [, name, double, single, bare] of source.matchAll(pattern))
        found[name.toLowerCase()] = decodeHtml(double ?? single ?? bare ?? '');
    return found;
}

const tags = /<(\/?)(form|input|textarea|select|option|button)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;

/** An HTML parser sees LF where CRLF or CR stand, and drops the first line break of a textarea. */
function textareaValue(html) {
    return decodeHtml(html.replace(/\r\n?/g, '\n').replace(/^\n/, ''));
}

/** What a control sends: null for nothing. */
function valueOfInput(attributes) {
    const type = (attributes.type ?? 'text').toLowerCase();
    if ('disabled' in attributes || ['submit', 'reset', 'button', 'image'].includes(type))
        return null;
    if (type === 'checkbox' || type === 'radio')
        return 'checked' in attributes ? (attributes.value ?? 'on') : null;
    return attributes.value ?? '';
}

class FormReader {
    forms = [];
    open = null;
    select = null;

    formOf(attributes) {
        if (attributes.form) return this.forms.find((form) => form.id === attributes.form);
        return this.open;
    }

    add(attributes, value) {
        const form = this.formOf(attributes);
        if (form && attributes.name && value !== null) form.fields.push([attributes.name, value]);
    }

    startForm(attributes) {
        this.open = {
            id: attributes.id,
            action: attributes.action ?? '',
            method: (attributes.method ?? 'get').toLowerCase(),
            fields: [],
            buttons: [],
        };
        this.forms.push(this.open);
    }

    endSelect() {
        const { attributes, options } = this.select;
        const chosen = options.find((option) => option.selected) ?? options[0];
        this.add(attributes, chosen ? chosen.value : null);
        this.select = null;
    }

    option(attributes, following) {
        const text = decodeHtml(following.match(/^[^<]*/)[0]).trim();
        this.select?.options.push({
            value: attributes.value ?? text,
            selected: 'selected' in attributes,
        });
    }

    button(attributes, following) {
        const html = following.slice(0, following.search(/<\/button>/i));
        const text = decodeHtml(html.replace(/<[^>]*>/g, '')).trim();
        this.formOf(attributes)?.buttons.push({ ...attributes, text });
    }
}

/** The forms of a page: [{action, method, fields: [[name, value]], buttons}]. */
export function readForms(html) {
    const reader = new FormReader();
    // Forms may be named by controls that stand before them: they are made first, in order.
    const plain = html.replace(/<!--.*?-->/gs, '');
    tags.lastIndex = 0;
    for (let match; (match = tags.exec(plain));) {
        const [all, slash, name, rest] = match;
        const following = plain.slice(match.index + all.length);
        const attributes = attributesOf(rest);
        const tag = slash + name.toLowerCase();
        if (tag === 'form') reader.startForm(attributes);
        else if (tag === '/form') reader.open = null;
        else if (tag === 'input') reader.add(attributes, valueOfInput(attributes));
        else if (tag === 'select') reader.select = { attributes, options: [] };
        else if (tag === 'option') reader.option(attributes, following);
        else if (tag === '/select') reader.endSelect();
        else if (tag === 'button') reader.button(attributes, following);
        else if (tag === 'textarea') {
            const length = following.search(/<\/textarea>/i);
            reader.add(attributes, textareaValue(following.slice(0, length)));
            tags.lastIndex = match.index + all.length + length;
        }
    }
    return reader.forms;
}

/** application/x-www-form-urlencoded; browsers send every line break as CRLF. */
export function encodeForm(fields, { isRaw = false } = {}) {
    const asSent = (value) => (isRaw ? value : value.replace(/\r\n?|\n/g, '\r\n'));
    const list = Array.isArray(fields) ? fields : Object.entries(fields);
    return new URLSearchParams(
        list.map(([name, value]) => [name, asSent(String(value))]),
    ).toString();
}

export class Page {
    constructor(method, path, message, body) {
        this.method = method;
        this.path = path;
        this.status = message.statusCode;
        this.headers = message.headers;
        this.rawHeaders = message.rawHeaders;
        this.bytes = body;
        this.text = body.toString('utf8');
    }

    get location() {
        return this.headers.location;
    }

    get forms() {
        this.readForms ??= readForms(this.text);
        return this.readForms;
    }

    /** The visible text, for messages. */
    get words() {
        return decodeHtml(this.text.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
    }

    get csrf() {
        return this.text.match(/name="csrf" value="([^"]*)"/)?.[1];
    }

    /** The form that posts to a path, or the one with that button. */
    form(wanted) {
        const found = this.forms.find(
            (form) =>
                form.method === 'post' &&
                (form.action === wanted || form.buttons.some((button) => button.text === wanted)),
        );
        if (!found)
            throw new Error(`no form "${wanted}" in ${this.method} ${this.path} (${this.status}): ${this.words.slice(300, 2000)}`);
        return found;
    }

    /** What stands in a field of a form; undefined if there is no such field. */
    value(wanted, name) {
        return this.form(wanted).fields.find(([field]) => field === name)?.[1];
    }
}

export class Browser {
    /** server: what startServer() gives. */
    constructor(server) {
        this.server = server;
        this.cookies = new Map();
        this.isPatient = true;
        /** Of who signed in here; undefined: not known. */
        this.password = undefined;
    }

    cookieHeader() {
        return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }

    keepCookies(message) {
        for (const line of message.headers['set-cookie'] ?? []) {
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            if (/; *max-age=0/i.test(line)) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
    }

    /** One request; redirects are not followed. A header that is null is left out. */
    request(method, path, { headers = {}, body = null } = {}) {
        const all = { Host: this.server.host, ...headers };
        if (this.cookies.size > 0 && !('Cookie' in headers)) all.Cookie = this.cookieHeader();
        if (body !== null) all['Content-Length'] = Buffer.byteLength(body);
        for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
        return new Promise((resolve, reject) => {
            const request = http.request(
                {
                    host: '127.0.0.1',
                    port: this.server.port,
                    method,
                    path,
                    headers: all,
                    agent: false,
                },
                (message) => {
                    const pieces = [];
                    message.on('data', (piece) => pieces.push(piece));
                    message.on('error', reject);
                    message.on('end', () => {
                        this.keepCookies(message);
                        resolve(new Page(method, path, message, Buffer.concat(pieces)));
                    });
                },
            );
            request.on('error', reject);
            request.end(body ?? undefined);
        });
    }

    /** Sends it again where a slow machine kept it from being answered: others hash passwords just
     * now, or its time was over, which is the page's own fault if it happens again and again. */
    async patiently(send, { isPatient = this.isPatient } = {}) {
        let page = await send();
        const says = (words) => isPatient && page.status === 503 && page.text.includes(words);
        for (let i = 0; i < 5 && says('took too long and was stopped'); i++) page = await send();
        if (says('signing in just now'))
            await waitFor(async () => {
                page = await send();
                return !says('signing in just now');
            }, () => page.path);
        return page;
    }

    get(path, options) {
        return this.patiently(() => this.request('GET', path, options), options);
    }

    /** Posts fields as a browser does from a page of ours; patiently, unless isPatient is false. */
    async post(path, fields, { headers = {}, isRaw = false, isPatient } = {}) {
        const options = {
            headers: {
                Origin: this.server.publicUrl,
                'Content-Type': 'application/x-www-form-urlencoded',
                ...headers,
            },
            body: typeof fields === 'string' ? fields : encodeForm(fields, { isRaw }),
        };
        const send = () => this.request('POST', path, options);
        return this.confirm(await this.patiently(send, { isPatient }));
    }

    /** Who signed in more than five minutes ago is asked for the password, and goes on. */
    confirm(page) {
        const isAsked = page.status === 422 && page.text.includes('<h1>Confirm your password</h1>');
        if (!isAsked || this.password === undefined) return page;
        return this.submit(page, 'Confirm and continue', { current_password: this.password });
    }

    /** Sends a form of a page: changes = {name: value}; a list sends several, null none. */
    submit(page, wanted, changes = {}, options) {
        const form = page.form(wanted);
        const fields = form.fields.filter(([name]) => !(name in changes));
        for (const [name, value] of Object.entries(changes))
            for (const one of Array.isArray(value) ? value : value === null ? [] : [value])
                fields.push([name, one]);
        const button = form.buttons.find((one) => one.text === wanted);
        if (button?.name && !(button.name in changes))
            fields.push([button.name, button.value ?? '']);
        const action = button?.formaction ?? (form.action === '' ? page.path : form.action);
        return this.post(action, fields, options);
    }

    /** submit with a file, as browsers send it: {field, name, content}, a text or bytes. */
    submitFile(page, wanted, changes, { field = 'file', name, content }) {
        const form = page.form(wanted);
        const boundary = 'XXboundaryXX';
        const fields = form.fields.filter(([key]) => !(key in changes) && key !== field);
        const button = form.buttons.find((one) => one.text === wanted);
        if (button?.name) fields.push([button.name, button.value ?? '']);
        const part = (key, more, value) => [
            `--${boundary}\r\nContent-Disposition: form-data; name="${key}"${more}\r\n\r\n`,
            value, '\r\n',
        ];
        const pieces = [...fields, ...Object.entries(changes)].flatMap(([key, value]) => part(key, '', value));
        pieces.push(...part(field, `; filename="${name}"\r\nContent-Type: application/octet-stream`, content), `--${boundary}--\r\n`);
        return this.request('POST', form.action === '' ? page.path : form.action, {
            headers: {
                Origin: this.server.publicUrl,
                'Content-Type': `multipart/form-data; boundary=${boundary}`,
            },
            body: Buffer.concat(pieces.map((piece) => Buffer.from(piece))),
        });
    }

    /** GETs a page, then sends one of its forms. */
    async fill(path, wanted, changes, options) {
        return this.submit(await this.get(path), wanted, changes, options);
    }

    /** The page behind a 303. */
    follow(page) {
        if (page.status !== 303)
            throw new Error(`${page.method} ${page.path}: ${page.status}\n${page.words}`);
        return this.get(page.location);
    }
}

/** Sends bytes as they are, and gives {status, head, headers, body} of the answer, or null if the
 * server closed without one. isEnding: our side of the connection is closed after the bytes. */
export function rawRequest(server, bytes, { isEnding = false, limitMs = 10_000 } = {}) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(server.port, '127.0.0.1');
        const pieces = [];
        const timer = setTimeout(() => socket.destroy(new Error('no answer')), limitMs);
        socket.on('connect', () => (isEnding ? socket.end(bytes) : socket.write(bytes)));
        socket.on('data', (piece) => pieces.push(piece));
        socket.on('error', (error) => (pieces.length > 0 ? undefined : reject(error)));
        socket.on('close', () => {
            clearTimeout(timer);
            const text = Buffer.concat(pieces).toString('latin1');
            const [, status] = text.match(/^HTTP\/1\.[01] (\d{3})/) ?? [];
            if (status === undefined) return resolve(null);
            const [head, ...rest] = text.split('\r\n\r\n');
            const headers = {};
            for (const line of head.split('\r\n').slice(1)) {
                const [, name, value] = line.match(/^([^:]+): ?(.*)$/);
                headers[name.toLowerCase()] = value;
            }
            resolve({ status: Number(status), head, headers, body: rest.join('\r\n\r\n') });
        });
    });
}
