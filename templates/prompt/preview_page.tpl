{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="stack">
<div class="section-head"><h2>Version {{PREVIEWED_VERSION}}</h2><div class="chips"><a class="chip label latest" href="{{BASE}}/preview">latest <b>v{{CURRENT_VERSION}}</b></a>{{#CHOICE}}<a class="chip label{{LABEL_CLASS}}" href="{{BASE}}/preview?version={{LABEL_VERSION}}">{{LABEL_NAME}} <b>v{{LABEL_VERSION}}</b></a>{{/CHOICE}}</div></div>
{{#UNRESOLVED}}<div class="callout error"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div>The references can't be resolved: {{REASON}}</div></div>{{/UNRESOLVED}}
<form class="form wide" method="post" action="{{BASE}}/preview">
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{PREVIEWED_VERSION}}">
{{>ERROR_SUMMARY}}
{{#HAS_VARIABLES}}<div class="fields">{{#VARIABLE_FIELD}}<div class="field"><label for="var.{{VARIABLE_NAME}}"><code>{{VARIABLE_NAME}}</code></label><textarea class="mono short" id="var.{{VARIABLE_NAME}}" name="var.{{VARIABLE_NAME}}" rows="2" spellcheck="false">{{BI_NEWLINE}}{{VALUE:pre_escape}}</textarea></div>{{/VARIABLE_FIELD}}</div>{{/HAS_VARIABLES}}
{{#MORE_VARIABLES}}<p class="hint">These are the first variables; the others stay unfilled.</p>{{/MORE_VARIABLES}}
{{#NO_VARIABLES}}<p class="muted">This version has no variables to fill in.</p>{{/NO_VARIABLES}}
<div class="form-actions"><button class="btn primary"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#play"></use></svg>Preview</button></div>
{{#RUN}}<fieldset class="field"><legend>Run it with a model</legend><p class="hint">Up to three, side by side. What you filled in above is sent to them.</p>
<div class="stack">{{#TARGET}}<div class="fields narrow"><div class="field"><label for="model.{{N}}">Model {{N}}</label><select id="model.{{N}}" name="model.{{N}}"><option value="">None</option>{{#OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/OPTION}}</select></div><div class="field"><label for="version.{{N}}">Version<span class="sr"> of model {{N}}</span> <span class="optional">optional</span></label><input class="short" id="version.{{N}}" name="version.{{N}}" inputmode="numeric" value="{{VERSION}}" maxlength="20" autocomplete="off"></div><div class="field"><label for="temperature.{{N}}">Temperature<span class="sr"> of model {{N}}</span> <span class="optional">optional</span></label><input class="short" id="temperature.{{N}}" name="temperature.{{N}}" inputmode="decimal" value="{{TEMPERATURE}}" maxlength="20" autocomplete="off"></div><div class="field"><label for="max_tokens.{{N}}">Max output tokens<span class="sr"> of model {{N}}</span> <span class="optional">optional</span></label><input class="short" id="max_tokens.{{N}}" name="max_tokens.{{N}}" inputmode="numeric" value="{{MAX_TOKENS}}" maxlength="20" autocomplete="off"></div></div>
{{/TARGET}}</div></fieldset>
<div class="form-actions"><button class="btn" formaction="{{BASE}}/try">Run</button></div>{{/RUN}}
{{#NO_ENDPOINTS}}<p class="muted">To run it with a model, an administrator adds a model endpoint in Settings.</p>{{/NO_ENDPOINTS}}
</form>
{{#LEFT_OPEN}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Not filled in, so they are shown as variables: {{#OPEN_NAME}}<code>{{NAME}}</code> {{/OPEN_NAME}}</div></div>{{/LEFT_OPEN}}
<div id="result">{{>BODY_PARTS}}</div>
</div>
