{{%AUTOESCAPE context="HTML"}}
{{! Webhooks: WEBHOOKS with WEBHOOK (as webhook_view() has it), EMPTY, MAY_ADD or IS_FULL. }}
<div class="page-head">
<div>
<h1>Webhooks</h1>
<p class="lead">Rostrum posts to these addresses when something changes: names, versions and labels, never the content of a prompt or a config.</p>
</div>
<div class="actions">{{#MAY_ADD}}<a class="btn primary" href="/settings/webhooks/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Add webhook</a>{{/MAY_ADD}}{{#IS_FULL}}<span class="muted">20 webhooks, the most there can be</span>{{/IS_FULL}}</div>
</div>
{{#WEBHOOKS}}<table class="list"><caption class="sr">Webhooks, the oldest first</caption>
<thead><tr><th scope="col">Webhook</th><th scope="col">State</th><th scope="col">Events</th><th scope="col">Records</th><th scope="col">Last delivered</th></tr></thead>
<tbody>
{{#WEBHOOK}}<tr><td class="primary"><div class="title"><a href="/settings/webhooks/{{ID}}"><bdi>{{SHORT_URL}}</bdi></a></div><div class="sub"><span dir="auto">{{DESCRIPTION}}</span> <span class="mono">{{SECRET_PREFIX}}…</span></div></td><td data-label="State">{{#IS_ON}}<span class="chip state">On</span>{{/IS_ON}}{{#IS_FAILING}}<span class="chip state wait" title="Since {{EXACT}}">Failing</span>{{/IS_FAILING}}{{#IS_OFF}}<span class="chip state off">Disabled</span>{{/IS_OFF}}{{#HAS_STOPPED}}<span class="chip state bad">Failed</span>{{/HAS_STOPPED}}</td><td data-label="Events">{{EVENTS}}</td><td data-label="Records">{{KINDS}}{{#IN_FOLDER}} <span class="chip tag"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#folder"></use></svg><bdi>{{FOLDER}}</bdi></span>{{/IN_FOLDER}}</td><td class="when" data-label="Last delivered">{{#DELIVERED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/DELIVERED}}{{#NEVER_DELIVERED}}Never{{/NEVER_DELIVERED}}</td></tr>
{{/WEBHOOK}}
</tbody></table>{{/WEBHOOKS}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#link"></use></svg>
<h2>No webhooks yet</h2><p>Add the address of a program that should hear of releases, such as a deployment, a chat or a cache.</p><div class="actions"><a class="btn primary" href="/settings/webhooks/new">Add webhook</a></div></section>{{/EMPTY}}
