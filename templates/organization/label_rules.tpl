{{%AUTOESCAPE context="HTML"}}
{{! What labels of all records of a kind need; filled by page_label_rules(). }}
<div class="page-head"><div><h1>Release rules</h1><p class="lead">What a label needs before it moves. A prompt, agent or team can have a rule of its own: see its Releases.</p></div></div>
<div class="stack">
{{>ERROR_SUMMARY}}
{{#NO_RULES}}<p class="muted">Labels move without evidence: there is no rule yet.</p>{{/NO_RULES}}
{{#HAS_RULES}}<table class="list"><caption class="sr">Rules</caption><thead><tr><th scope="col">Label</th><th scope="col">Needs</th><th scope="col">Set</th><th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>{{/HAS_RULES}}
{{#RULE}}<tr><td class="primary"><span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> of {{KIND_TITLE}}</td><td>{{NEEDS}}</td><td class="when">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}} by {{SET_BY}}</td><td class="end"><div class="row-actions"><a class="btn small" href="/settings/labels?kind={{KIND:url_query_escape}}&amp;label={{LABEL_NAME:url_query_escape}}#rule">Change<span class="sr"> {{LABEL_NAME}} of {{KIND_TITLE}}</span></a><form class="inline" method="post" action="/settings/labels"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="kind" value="{{KIND}}"><input type="hidden" name="label" value="{{LABEL_NAME}}"><button class="btn small quiet" name="do" value="remove">Remove<span class="sr"> {{LABEL_NAME}} of {{KIND_TITLE}}</span></button></form></div></td></tr>
{{/RULE}}{{#HAS_RULES}}</tbody></table>{{/HAS_RULES}}
<section class="panel" id="rule" aria-labelledby="rule-title"><div class="panel-head"><h2 id="rule-title">Set a rule</h2></div><div class="panel-body">
<form class="form" method="post" action="/settings/labels"><input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="kind">For all</label><select id="kind" name="kind"{{#KIND_ERROR}} aria-invalid="true" aria-describedby="kind-error"{{/KIND_ERROR}}>{{#KIND_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/KIND_OPTION}}</select>{{#KIND_ERROR}}<p class="field-error" id="kind-error">{{MESSAGE}}</p>{{/KIND_ERROR}}</div>
<div class="field"><label for="label">Label</label><input id="label" name="label" value="{{LABEL}}" maxlength="36" required spellcheck="false" autocomplete="off"{{#LABEL_ERROR}} aria-invalid="true" aria-describedby="label-error"{{/LABEL_ERROR}}>{{#LABEL_ERROR}}<p class="field-error" id="label-error">{{MESSAGE}}</p>{{/LABEL_ERROR}}</div>
{{>RULE_FORM}}
<div class="form-actions"><button class="btn primary" name="do" value="save">Save rule</button></div>
</form></div></section>
</div>
