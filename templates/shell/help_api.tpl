{{%AUTOESCAPE context="HTML"}}
{{! The reference of the API: PUBLIC_URL MCP_CONFIG; GROUP (GROUP_TITLE, LINK (OPERATION_ID SUMMARY)); OPERATION (OPERATION_ID SUMMARY METHOD PATH STATUSES, PARAMETERS: PARAMETER (PARAMETER_NAME PARAMETER_PLACE PARAMETER_ABOUT REQUIRED)). }}
<div class="page-head"><div><p class="crumbs"><a href="/help">Help</a></p><h1>API reference</h1><p class="lead">Programs ask with an <a href="/account/tokens">API token</a>: <code>Authorization: Bearer sk-…</code></p></div><div class="actions"><a class="btn" href="/api/v1/openapi.json"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#download"></use></svg>OpenAPI 3.1</a></div></div>
<div class="split">
<div class="stack">
<section class="panel"><div class="panel-head"><h2>What all operations share</h2></div><div class="panel-body">
<dl class="facts">
<dt>Format</dt><dd>Answers and bodies are JSON. Every refusal is <code>application/problem+json</code> (RFC 9457), with <code>errors</code> by field.</dd>
<dt>Pages</dt><dd>Lists come in pages: follow <code>Link</code> with <code>rel="next"</code>.</dd>
<dt>Changes</dt><dd>A changed record needs <code>If-Match</code> with its <code>ETag</code>: 428 without, 412 if someone was faster. <code>If-None-Match</code> spares what the program has already: 304.</dd>
<dt>What was served</dt><dd>An answer with the content of a version says which: <code>Rostrum-Version</code>, <code>Rostrum-Label</code> if it was asked for by label, <code>Rostrum-Content-SHA256</code> of the body. It may be used for 10 seconds (<code>max-age</code>).</dd>
<dt>Once</dt><dd><code>Idempotency-Key</code> makes it safe to send a change again: within a day it is made once.</dd>
<dt>Browsers</dt><dd>Programs and servers may ask. A page in a browser may if the operator named its origin (<code>api-origins</code>); it needs a token too.</dd>
<dt>Limits</dt><dd><code>RateLimit</code> says how many requests are left; 429 and 503 say in <code>Retry-After</code> when to go on.</dd>
<dt>Description</dt><dd>The same as OpenAPI 3.1: <a href="/api/v1/openapi.json">{{PUBLIC_URL}}/api/v1/openapi.json</a></dd>
</dl>
</div></section>
<section class="panel" id="langfuse"><div class="panel-head"><h2>Clients of Langfuse</h2></div><div class="panel-body stack">
<p>A program that gets its prompts from Langfuse gets them from Rostrum with this address and the two keys of an <a href="/account/tokens">API token</a>; nothing else changes.</p>
<div class="code"><pre tabindex="0">LANGFUSE_BASE_URL={{PUBLIC_URL:pre_escape}}
LANGFUSE_PUBLIC_KEY=pk-rst-…
LANGFUSE_SECRET_KEY=sk-rst-…</pre></div>
<dl class="facts">
<dt>Tested with</dt><dd><code>@langfuse/client</code> 5, and <code>langfuse</code> 3, which reads the address from <code>LANGFUSE_BASEURL</code>.</dd>
<dt>Scopes</dt><dd><strong>Read prompts</strong> to get them; <strong>Write prompts</strong> to create and delete; <strong>Move labels</strong> as well if they create prompts with labels.</dd>
<dt>Works</dt><dd>Prompts by name with a label or version, lists, new prompts and versions, new labels, deletion, health and projects. Both <code>@@@langfusePrompt:name=…@@@</code> and <code>@@@prompt:name=…@@@</code> put one prompt into another.</dd>
<dt>Protected labels</dt><dd>A token that may not move a label gets 403, and nothing is created. If the organization’s settings say so, the move is proposed instead: the answer has the version without that label, and <code>Rostrum-Proposed-Labels</code> names it.</dd>
<dt>Config</dt><dd>Any JSON, given back byte for byte.</dd>
<dt>Lists</dt><dd>Pages end after 10,000 prompts (400): ask by name, label or tag, or read all of them from <code>/api/v1/prompts</code>.</dd>
<dt>Copies</dt><dd>Answers say <code>Cache-Control: private, no-cache</code>, so nothing on the way keeps one. The clients keep prompts themselves, for a minute unless <code>cacheTtlSeconds</code> says otherwise.</dd>
<dt>Versions</dt><dd>A single version can't be deleted (409): the prompt goes with all of them.</dd>
<dt>Traces</dt><dd>Accepted and dropped, from <code>langfuse</code> 3 and from <code>@langfuse/otel</code> 5: Rostrum keeps no traces.</dd>
</dl>
</div></section>
<section class="panel" id="mcp"><div class="panel-head"><h2>Clients of the Model Context Protocol</h2></div><div class="panel-body stack">
<p>Assistants and editors that speak MCP list the organization's prompts as theirs, fill in their variables, and read its agents and teams. Add Rostrum to the client's servers, with an <a href="/account/tokens">API token</a>:</p>
<div class="code"><pre tabindex="0">{{MCP_CONFIG:pre_escape}}</pre></div>
<dl class="facts">
<dt>Tested with</dt><dd><code>@modelcontextprotocol/sdk</code> 1 and <code>@modelcontextprotocol/client</code> 2, over Streamable HTTP: revisions 2024-11-05 to 2025-11-25, and 2026-07-28.</dd>
<dt>Scopes</dt><dd><strong>Read prompts</strong> for prompts; <strong>Read agents and teams</strong> for resources. A token that is restricted to a folder shows only that folder.</dd>
<dt>Prompts</dt><dd>Those with the label <code>production</code>. Each variable is a required argument and is filled in once, as it is. A placeholder is an optional argument: the JSON of a list of messages. Every message is from the user or the assistant; <code>_meta</code> has the original roles, the version and its labels.</dd>
<dt>Resources</dt><dd><code>rostrum://agents/{name}</code> and <code>rostrum://teams/{name}</code>: the version with the label <code>production</code>, as JSON.</dd>
<dt>Tools</dt><dd><code>search_prompts</code>, by words of names, tags and texts, and <code>get_prompt</code>, for a certain version or label. Nothing can be changed over MCP.</dd>
<dt>Changes</dt><dd>A moved label is served at the next request. There are no sessions and no streams: a client asks again.</dd>
</dl>
</div></section>
<section class="panel" id="mlflow"><div class="panel-head"><h2>Clients of MLflow</h2></div><div class="panel-body stack">
<p>Programs that load prompts from MLflow's prompt registry load them from Rostrum: <code>prompts:/name/3</code> by version, <code>prompts:/name@production</code> by label.</p>
<div class="code"><pre tabindex="0">MLFLOW_TRACKING_URI={{PUBLIC_URL:pre_escape}}
MLFLOW_TRACKING_TOKEN=sk-rst-…</pre></div>
<dl class="facts">
<dt>Works</dt><dd>Loading and searching prompts, and listing their versions. Nothing can be changed this way.</dd>
<dt>Limits</dt><dd>Names of letters, digits, <code>_</code>, <code>.</code> and <code>-</code>, without folders; no chats with placeholders.</dd>
</dl>
</div></section>
<section class="panel" id="provisioning"><div class="panel-head"><h2>Provision people over SCIM 2.0</h2></div><div class="panel-body stack">
<p>An identity provider creates, changes and deactivates the people of your organization (RFC 7643 and 7644). A Customer Admin sets it up:</p>
<ol>
<li>Create a <a href="/settings/service-accounts">service account</a> for the provider. The person responsible for it must be an administrator: it can do what they can do.</li>
<li>Create its token with the one scope <strong>Provision people</strong>, and choose the persona of people who come without one. It lasts a year at most: rotate it before it expires.</li>
<li>Okta: choose SCIM 2.0 with HTTP header authentication. Base URL <code>{{PUBLIC_URL}}/api/scim/v2</code>, unique identifier <code>userName</code>, the secret key as the bearer token. Turn on creating, updating and deactivating users.</li>
<li>Entra ID: choose automatic provisioning. Tenant URL <code>{{PUBLIC_URL}}/api/scim/v2</code>, the secret key as the secret token. Map <code>userName</code> to the address that people sign in with, and remove the mapping of <code>emails</code>, or map it to the same.</li>
</ol>
<dl class="facts">
<dt><code>userName</code></dt><dd>The email address, also in <code>emails</code>.</dd>
<dt><code>name</code>, <code>displayName</code></dt><dd>The full name: given and family name if they are sent, otherwise <code>name.formatted</code> or <code>displayName</code>.</dd>
<dt><code>userType</code> or <code>roles</code></dt><dd>The persona by its name, such as <code>Product Manager</code>. Never Platform Admin, and never superuser rights.</dd>
<dt><code>externalId</code></dt><dd>What the provider calls the person. Nobody else in the organization can have it.</dd>
<dt><code>active</code></dt><dd><code>false</code> deactivates: sessions and tokens end at the next request. New people are active, and get an invitation by mail, or a link from an administrator.</dd>
<dt>Filters</dt><dd><code>userName</code>, <code>externalId</code>, <code>id</code> and <code>active</code> with <code>eq</code>.</dd>
<dt><code>DELETE</code></dt><dd>Deactivates, and hides the person from the provider. Rostrum keeps them for the audit log.</dd>
</dl>
<p>Superusers, Platform Admins and the person responsible for the token can't be deactivated this way, nor can the last active administrator.</p>
</div></section>
<section class="panel" id="offline"><div class="panel-head"><h2>Start without Rostrum</h2></div><div class="panel-body stack">
<p>A program that must start while Rostrum can’t be reached keeps a signed set of what it needs, and asks for a new one when Rostrum answers:</p>
<div class="code"><pre tabindex="0">curl -fsS -H "Authorization: Bearer $ROSTRUM_TOKEN" -o rostrum.bundle \
  '{{PUBLIC_URL}}/api/v1/bundle?label=production'
rostrum verify-bundle rostrum.bundle --key keys</pre></div>
<p>The file is one JSON object, an empty line and the signature. In it are the versions with the label that the token may read, and all that they refer to, with references filled in. <code>problems</code> lists what could not be. <code>rostrum audit keys</code> prints the keys.</p>
</div></section>
{{#OPERATION}}<section class="panel" id="operation-{{OPERATION_ID}}"><div class="panel-head"><h2>{{SUMMARY}}</h2><span class="muted">Answers {{STATUSES}}</span></div><div class="panel-body stack">
<div class="code"><pre tabindex="0"><b>{{METHOD}}</b> {{PATH}}</pre></div>
{{#PARAMETERS}}<dl class="facts">{{#PARAMETER}}<dt><code>{{PARAMETER_NAME}}</code></dt><dd><span class="muted">{{PARAMETER_PLACE}}{{#REQUIRED}}, required{{/REQUIRED}}</span> {{PARAMETER_ABOUT}}</dd>{{/PARAMETER}}</dl>{{/PARAMETERS}}
</div></section>
{{/OPERATION}}
</div>
<aside class="aside" aria-label="Operations">{{#GROUP}}<section><h2>{{GROUP_TITLE}}</h2><ul class="rows">{{#LINK}}<li><a href="#operation-{{OPERATION_ID}}">{{SUMMARY}}</a></li>{{/LINK}}</ul></section>{{/GROUP}}</aside>
</div>
