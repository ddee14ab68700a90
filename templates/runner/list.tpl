{{%AUTOESCAPE context="HTML"}}
{{! The keys of runners: RUNNERS with RUNNER (ID NAME PUBLIC_KEY KEY_CHECK CLASS REGISTERED_BY REGISTERED, IS_REGISTERED or IS_WITHDRAWN with WITHDRAWN), EMPTY, MAY_ADD or IS_FULL. }}
<div class="page-head">
<div>
<h1>Runners</h1>
<p class="lead">Machines beside models that this installation can’t reach. A test run is sealed to a runner’s key, carried there as a file, and only answers signed by that key are accepted.</p>
</div>
<div class="actions">{{#MAY_ADD}}<a class="btn primary" href="/settings/runners/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Register runner</a>{{/MAY_ADD}}{{#IS_FULL}}<span class="muted">50 runners, the most there can be</span>{{/IS_FULL}}</div>
</div>
{{#RUNNERS}}<table class="list"><caption class="sr">Runners, by name</caption>
<thead><tr><th scope="col">Runner</th><th scope="col">State</th><th scope="col">Data allowed</th><th scope="col">Registered</th><th scope="col"><span class="sr">Actions</span></th></tr></thead>
<tbody>
{{#RUNNER}}<tr><td class="primary"><div class="title"><bdi>{{NAME}}</bdi></div><div class="sub">Key <span class="mono">{{KEY_CHECK}}</span></div></td><td data-label="State">{{#IS_REGISTERED}}<span class="chip state">Registered</span>{{/IS_REGISTERED}}{{#WITHDRAWN}}<span class="chip state off">Withdrawn</span> {{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}} by {{WITHDRAWN_BY}}{{/WITHDRAWN}}</td><td data-label="Data allowed">{{CLASS}}</td><td data-label="Registered">{{#REGISTERED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/REGISTERED}} by {{REGISTERED_BY}}</td><td class="actions">{{#IS_REGISTERED}}<a class="btn small" href="/settings/runners/{{ID}}/withdraw">Withdraw<span class="sr"> {{NAME}}</span></a>{{/IS_REGISTERED}}</td></tr>
{{/RUNNER}}
</tbody></table>{{/RUNNERS}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#link"></use></svg>
<h2>No runners yet</h2><p>On the machine beside the model, <code>rostrum runner-key new FILE</code> makes a key and prints the line to register here.</p><div class="actions"><a class="btn primary" href="/settings/runners/new">Register runner</a></div></section>{{/EMPTY}}
