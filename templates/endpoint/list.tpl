{{%AUTOESCAPE context="HTML"}}
{{! Model endpoints: ENDPOINTS with ENDPOINT (as endpoint_view() has it), EMPTY, MAY_ADD or IS_FULL. }}
<div class="page-head">
<div>
<h1>Model endpoints</h1>
<p class="lead">Where prompts can be tried and tested. Nothing is sent to a model unless an endpoint is here and someone runs something.</p>
</div>
<div class="actions">{{#MAY_ADD}}<a class="btn primary" href="/settings/endpoints/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#plus"></use></svg>Add endpoint</a>{{/MAY_ADD}}{{#IS_FULL}}<span class="muted">50 endpoints, the most there can be</span>{{/IS_FULL}}</div>
</div>
<div class="stack">
{{#ENDPOINTS}}<table class="list"><caption class="sr">Model endpoints, by name</caption>
<thead><tr><th scope="col">Endpoint</th><th scope="col">State</th><th scope="col">Models</th><th scope="col">Data allowed</th></tr></thead>
<tbody>
{{#ENDPOINT}}<tr><td class="primary"><div class="title"><a href="/settings/endpoints/{{ID}}"><bdi>{{NAME}}</bdi></a></div><div class="sub mono"><bdi>{{URL}}</bdi></div></td><td data-label="State">{{#WORKS}}<span class="chip state">Works</span>{{/WORKS}}{{#FAILS}}<span class="chip state bad">Fails</span>{{/FAILS}}{{#NOT_TESTED}}<span class="chip state wait">Not tested</span>{{/NOT_TESTED}}{{#IS_ARCHIVED}}<span class="chip state off">Archived</span>{{/IS_ARCHIVED}}</td><td data-label="Models"><bdi>{{MODELS_SHORT}}</bdi></td><td data-label="Data allowed">{{CLASS}}</td></tr>
{{/ENDPOINT}}
</tbody></table>{{/ENDPOINTS}}
{{#EMPTY}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#link"></use></svg>
<h2>No model endpoints yet</h2><p>Add the address of a provider or of a server of your own that speaks the OpenAI API. Until then nothing leaves this installation for a model.</p><div class="actions"><a class="btn primary" href="/settings/endpoints/new">Add endpoint</a></div></section>{{/EMPTY}}
<form class="form" method="post" action="/settings/endpoints/data-class"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="data_class">Data class of prompts and agents</label><select id="data_class" name="data_class" aria-describedby="data_class-hint">{{#USUAL}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TITLE}}: {{TEXT}}</option>{{/USUAL}}</select><p class="hint" id="data_class-hint">Unless one has its own, which is set on its Preview. Nothing is sent to an endpoint for less sensitive data.</p></div>
<div class="form-actions"><button class="btn">Save data class</button></div></form>
</div>
