{{%AUTOESCAPE context="HTML"}}
{{! A version to be filled in and sent to models: PREVIEWED_VERSION, CHOICE, UNRESOLVED, VARIABLE_FIELD, IS_AGENT or IS_PROMPT, MESSAGE, RUN (TARGET: OPTION …) or NO_ENDPOINTS (MAY_ADD), DATA_CLASS, LEFT_OPEN, BODY_PARTS or NO_INSTRUCTIONS. }}
{{>HEAD}}
<div class="stack">
<div class="section-head"><h2>Version {{PREVIEWED_VERSION}}</h2><div class="chips"><a class="chip label latest" href="{{BASE}}/preview">latest <b>v{{CURRENT_VERSION}}</b></a>{{#CHOICE}}<a class="chip label{{LABEL_CLASS}}" href="{{BASE}}/preview?version={{LABEL_VERSION}}">{{LABEL_NAME}} <b>v{{LABEL_VERSION}}</b></a>{{/CHOICE}}</div></div>
{{#UNRESOLVED}}<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div>The references can't be resolved: {{REASON}}</div></div>{{/UNRESOLVED}}
<form class="form wide" method="post" action="{{BASE}}/preview">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{PREVIEWED_VERSION}}"><input type="hidden" name="live" value="" data-live>
{{>ERROR_SUMMARY}}
{{#HAS_VARIABLES}}<div class="fields">{{#VARIABLE_FIELD}}<div class="field"><label for="var.{{VARIABLE_NAME}}"><code>{{VARIABLE_NAME}}</code></label><textarea class="mono short" id="var.{{VARIABLE_NAME}}" name="var.{{VARIABLE_NAME}}" rows="2" spellcheck="false">{{BI_NEWLINE}}{{VALUE:pre_escape}}</textarea></div>{{/VARIABLE_FIELD}}</div>{{/HAS_VARIABLES}}
{{#MORE_VARIABLES}}<p class="hint">These are the first variables; the others stay unfilled.</p>{{/MORE_VARIABLES}}
{{#NO_VARIABLES}}<p class="muted">This version has no variables to fill in.</p>{{/NO_VARIABLES}}
<div class="form-actions"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#play"></use></svg>Preview</button></div>
{{#RUN}}<fieldset class="field"><legend>Run it with a model</legend><div class="stack"><p class="hint">Up to three, side by side. What you filled in above is sent to them{{#IS_AGENT}}, with the agent's instructions and tools{{/IS_AGENT}}.</p>
<div class="field"><label for="message">Message{{#IS_PROMPT}} <span class="optional">optional</span>{{/IS_PROMPT}}</label><textarea class="short" id="message" name="message" rows="3" aria-describedby="message-hint">{{BI_NEWLINE}}{{MESSAGE:pre_escape}}</textarea><p class="hint" id="message-hint">{{#IS_AGENT}}What a user says to the agent.{{/IS_AGENT}}{{#IS_PROMPT}}What a user says after the prompt, or in the place that a chat has for messages.{{/IS_PROMPT}}</p></div>
<div class="cards">{{#TARGET}}<details class="panel fold"{{#IS_OPEN}} open{{/IS_OPEN}}><summary class="panel-head"><h3>Model {{N}}</h3></summary><div class="panel-body stack">
<div class="field"><label for="model.{{N}}">Model<span class="sr"> {{N}}</span></label><select id="model.{{N}}" name="model.{{N}}"><option value="">None</option>{{#OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}{{#DISABLED}} disabled{{/DISABLED}}>{{TEXT}}</option>{{/OPTION}}</select></div>
<div class="fields pairs"><div class="field"><label for="version.{{N}}">Version<span class="sr"> of model {{N}}</span></label><input class="short" id="version.{{N}}" name="version.{{N}}" inputmode="numeric" value="{{VERSION}}" placeholder="{{PREVIEWED_VERSION}}" maxlength="20" autocomplete="off"></div>
<div class="field"><label for="max_tokens.{{N}}">Max output tokens<span class="sr"> of model {{N}}</span></label><input class="short" id="max_tokens.{{N}}" name="max_tokens.{{N}}" inputmode="numeric" value="{{MAX_TOKENS}}" maxlength="20" autocomplete="off"></div>
<div class="field"><label for="temperature.{{N}}">Temperature<span class="sr"> of model {{N}}</span></label><input class="short" id="temperature.{{N}}" name="temperature.{{N}}" inputmode="decimal" value="{{TEMPERATURE}}" maxlength="20" autocomplete="off"></div>
<div class="field"><label for="top_p.{{N}}">Top P<span class="sr"> of model {{N}}</span></label><input class="short" id="top_p.{{N}}" name="top_p.{{N}}" inputmode="decimal" value="{{TOP_P}}" maxlength="20" autocomplete="off"></div></div>
<div class="field"><label for="stop.{{N}}">Stop sequences<span class="sr"> of model {{N}}</span></label><input id="stop.{{N}}" name="stop.{{N}}" value="{{STOP}}" maxlength="200" autocomplete="off" aria-describedby="stop-hint.{{N}}"><p class="hint" id="stop-hint.{{N}}">With commas between them. What you leave empty is as the version has it.</p></div>
</div></details>
{{/TARGET}}</div></div></fieldset>
<div class="form-actions"><button class="btn" formaction="{{BASE}}/try">Run</button>{{#DATA_CLASS}}<p class="hint">{{CLASS_TITLE}} data: {{CLASS_TEXT}}{{#MAY_CHANGE}} <a href="{{BASE}}/data-class">Change</a>{{/MAY_CHANGE}}</p>{{/DATA_CLASS}}</div>{{/RUN}}
{{#NO_ENDPOINTS}}<p class="muted">To run it with a model, {{#MAY_ADD}}<a href="/settings/endpoints/new">add a model endpoint</a>.{{/MAY_ADD}}{{#ASKS}}an administrator adds a model endpoint in Settings.{{/ASKS}}</p>{{/NO_ENDPOINTS}}
</form>
{{#LEFT_OPEN}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Not filled in, so they are shown as variables: {{#OPEN_NAME}}<code>{{NAME}}</code> {{/OPEN_NAME}}</div></div>{{/LEFT_OPEN}}
<div id="result">{{>BODY_PARTS}}{{#NO_INSTRUCTIONS}}<p class="muted">This version has no instructions and no prompt.</p>{{/NO_INSTRUCTIONS}}</div>
</div>
