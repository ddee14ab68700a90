{{%AUTOESCAPE context="HTML"}}
{{! The agent cards of the organization; filled by page_card_settings(): KEYS_ADDRESS KEY_DAYS; NO_KEY or KEYS (KID_NOW, KEY: KID MADE, SIGNS or REPLACED: KEY_ID UNTIL); NO_CARDS or CARDS (CARD: CARD_URL ICON PATH_TO LEAF SLUG, IS_PUBLIC or IS_PRIVATE, IS_SIGNED IS_ARCHIVED; MORE_CARDS). Includes ERROR_SUMMARY. }}
<div class="page-head"><div><h1>Agent cards</h1><p class="lead">By their cards, programs that speak A2A find your agents and teams. Each is published on its own page: <em>Agent card</em> behind the dots.</p></div></div>
<div class="stack">
{{>ERROR_SUMMARY}}
<section class="stack" aria-labelledby="key-title"><h2 id="key-title">Signing key</h2>
{{#NO_KEY}}<p class="muted">No card is signed yet. The first one that is makes the key.</p>{{/NO_KEY}}
{{#KEYS}}<table class="list"><caption class="sr">Keys that programs find, the newest first</caption>
<thead><tr><th scope="col">Key</th><th scope="col">State</th><th scope="col">Made</th><th scope="col">Published</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#KEY}}<tr><td class="primary"><code>{{KID}}</code></td><td data-label="State">{{#SIGNS}}<span class="chip state">Signs</span>{{/SIGNS}}{{#REPLACED}}<span class="chip state off">Replaced</span>{{/REPLACED}}</td><td class="when" data-label="Made">{{#MADE}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/MADE}}</td>{{#SIGNS}}<td data-label="Published">Yes</td><td class="end"></td>{{/SIGNS}}{{#REPLACED}}<td data-label="Published">{{#UNTIL}}until <time datetime="{{ISO}}">{{EXACT}}</time>{{/UNTIL}}</td><td class="end"><form class="inline" method="post" action="/settings/agent-cards/keys/{{KEY_ID}}/withdraw"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small danger">Withdraw<span class="sr"> {{KID}}</span></button></form></td>{{/REPLACED}}</tr>
{{/KEY}}
</tbody></table>
<div class="code"><div class="code-head"><span>Public keys, for programs that check signatures</span><button class="btn small quiet" type="button" data-copy="card-keys" hidden><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#copy"></use></svg><span role="status">Copy</span></button></div><pre id="card-keys" tabindex="0">{{KEYS_ADDRESS:pre_escape}}</pre></div>
<section class="panel"><div class="panel-head"><h3>Replace the key</h3></div><div class="panel-body"><form class="form" method="post" action="/settings/agent-cards/key"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="kid" value="{{KID_NOW}}">
<p>A new key signs from then on, each card anew when it is next asked for. The public half of the one before stays published for {{KEY_DAYS}} days, so that programs can check the copies that they have. If someone else may have its secret, withdraw it as well: then copies that it signed don’t pass any more.</p>
<div class="form-actions"><button class="btn primary">Replace signing key</button></div></form></div></section>{{/KEYS}}
</section>
<section class="stack" aria-labelledby="cards-title"><h2 id="cards-title">Published cards</h2>
{{#NO_CARDS}}<p class="muted">No agent or team has a card yet.</p>{{/NO_CARDS}}
{{#CARDS}}<table class="list"><caption class="sr">Published cards, by address</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Address</th><th scope="col">For</th><th scope="col">Signed</th></tr></thead>
<tbody>
{{#CARD}}<tr><td class="primary"><div class="title"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#{{ICON}}"></use></svg><a href="{{CARD_URL}}" dir="auto"><span class="path">{{PATH_TO}}</span>{{LEAF}}</a>{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}</div></td><td data-label="Address"><code>{{SLUG}}</code></td><td data-label="For">{{#IS_PUBLIC}}<span class="chip">Public</span>{{/IS_PUBLIC}}{{#IS_PRIVATE}}<span class="chip">Private</span>{{/IS_PRIVATE}}</td><td data-label="Signed">{{#IS_SIGNED}}<span class="chip">Signed</span>{{/IS_SIGNED}}</td></tr>
{{/CARD}}
</tbody></table>{{#MORE_CARDS}}<p class="muted">There are more than this page shows.</p>{{/MORE_CARDS}}{{/CARDS}}
</section>
</div>
