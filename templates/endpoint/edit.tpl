{{%AUTOESCAPE context="HTML"}}
{{! Adding or changing a model endpoint: ACTION BACK BACK_NAME, IS_NEW or IS_OLD, HAS_KEY or NO_KEY, NO_HOSTS; NAME URL MODELS CURRENCY TIMEOUT_S CONTEXT_TOKENS REVISION_NOW as typed; KEY_NONE KEY_OWN KEY_OPERATOR, OPERATOR_HAS_KEYS; CLASS_OPTION (VALUE TITLE TEXT CHECKED). Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="{{BACK}}"><bdi>{{BACK_NAME}}</bdi></a></p>
<h1>{{#IS_NEW}}Add model endpoint{{/IS_NEW}}{{#IS_OLD}}Edit endpoint{{/IS_OLD}}</h1>
</div>
</div>
{{#NO_HOSTS}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>No model may be called from this installation yet. Whoever runs it lists hosts in the setting <code>model-hosts</code>.</div></div>{{/NO_HOSTS}}
<form class="form" method="post" action="{{ACTION}}" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="revision" value="{{REVISION_NOW}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="name">Name</label><input id="name" name="name" value="{{NAME}}" maxlength="120" required autocomplete="off" dir="auto"{{#NAME_ERROR}} aria-invalid="true" aria-describedby="name-error"{{/NAME_ERROR}}>{{#NAME_ERROR}}<p class="field-error" id="name-error">{{MESSAGE}}</p>{{/NAME_ERROR}}</div>
<div class="field"><label for="url">Base URL</label><input id="url" name="url" inputmode="url" value="{{URL}}" maxlength="1000" required spellcheck="false" autocomplete="off" aria-describedby="url-hint{{#URL_ERROR}} url-error{{/URL_ERROR}}"{{#URL_ERROR}} aria-invalid="true"{{/URL_ERROR}}>{{#URL_ERROR}}<p class="field-error" id="url-error">{{MESSAGE}}</p>{{/URL_ERROR}}<p class="hint" id="url-hint">Of an API like OpenAI's, up to the version: https://api.example.com/v1. Redirects are not followed.</p></div>
<div class="field"><label for="models">Models</label><textarea id="models" name="models" class="mono few" rows="4" required spellcheck="false" aria-describedby="models-hint{{#MODELS_ERROR}} models-error{{/MODELS_ERROR}}"{{#MODELS_ERROR}} aria-invalid="true"{{/MODELS_ERROR}}>{{BI_NEWLINE}}{{MODELS:pre_escape}}</textarea>{{#MODELS_ERROR}}<p class="field-error" id="models-error">{{MESSAGE}}</p>{{/MODELS_ERROR}}<p class="hint" id="models-hint">One a line, as the provider names them.</p></div>
<fieldset class="field" id="secret_kind"{{#SECRET_KIND_ERROR}} aria-describedby="secret_kind-error"{{/SECRET_KIND_ERROR}}><legend>API key</legend>{{#SECRET_KIND_ERROR}}<p class="field-error" id="secret_kind-error">{{MESSAGE}}</p>{{/SECRET_KIND_ERROR}}
<label class="check-row"><input type="radio" name="secret_kind" value="own"{{#KEY_OWN}} checked{{/KEY_OWN}}> Kept here</label>
{{#OPERATOR_HAS_KEYS}}<label class="check-row"><input type="radio" name="secret_kind" value="operator"{{#KEY_OPERATOR}} checked{{/KEY_OPERATOR}}> The one of whoever runs this installation</label>
{{/OPERATOR_HAS_KEYS}}<label class="check-row"><input type="radio" name="secret_kind" value="none"{{#KEY_NONE}} checked{{/KEY_NONE}}> None</label></fieldset>
<div class="field"><label for="secret">Key <span class="optional">optional</span></label><input id="secret" name="secret" type="password" maxlength="500" autocomplete="off" aria-describedby="secret-hint{{#SECRET_ERROR}} secret-error{{/SECRET_ERROR}}"{{#SECRET_ERROR}} aria-invalid="true"{{/SECRET_ERROR}}>{{#SECRET_ERROR}}<p class="field-error" id="secret-error">{{MESSAGE}}</p>{{/SECRET_ERROR}}<p class="hint" id="secret-hint">{{#HAS_KEY}}It is kept and never shown. Leave it empty to keep it.{{/HAS_KEY}}{{#NO_KEY}}If it is kept here. It is never shown again.{{/NO_KEY}}</p></div>
<fieldset class="field" id="data_class"{{#DATA_CLASS_ERROR}} aria-describedby="data_class-error"{{/DATA_CLASS_ERROR}}><legend>Data allowed, up to</legend>{{#DATA_CLASS_ERROR}}<p class="field-error" id="data_class-error">{{MESSAGE}}</p>{{/DATA_CLASS_ERROR}}
<div class="options">
{{#CLASS_OPTION}}<label class="option"><input type="radio" name="data_class" value="{{VALUE}}"{{#CHECKED}} checked{{/CHECKED}}><span><strong>{{TITLE}}</strong><span class="hint">{{TEXT}}</span></span></label>
{{/CLASS_OPTION}}
</div></fieldset>
<div class="field"><label for="timeout_s">Timeout (s)</label><input id="timeout_s" name="timeout_s" class="short" inputmode="numeric" value="{{TIMEOUT_S}}" required autocomplete="off"{{#TIMEOUT_S_ERROR}} aria-invalid="true" aria-describedby="timeout_s-error"{{/TIMEOUT_S_ERROR}}>{{#TIMEOUT_S_ERROR}}<p class="field-error" id="timeout_s-error">{{MESSAGE}}</p>{{/TIMEOUT_S_ERROR}}</div>
<div class="field"><label for="context_tokens">Context limit (tokens) <span class="optional">optional</span></label><input id="context_tokens" name="context_tokens" class="short" inputmode="numeric" value="{{CONTEXT_TOKENS}}" autocomplete="off"{{#CONTEXT_TOKENS_ERROR}} aria-invalid="true" aria-describedby="context_tokens-error"{{/CONTEXT_TOKENS_ERROR}}>{{#CONTEXT_TOKENS_ERROR}}<p class="field-error" id="context_tokens-error">{{MESSAGE}}</p>{{/CONTEXT_TOKENS_ERROR}}</div>
<div class="field"><label for="currency">Currency of its prices</label><input id="currency" name="currency" class="short" value="{{CURRENCY}}" maxlength="3" required autocomplete="off" spellcheck="false"{{#CURRENCY_ERROR}} aria-invalid="true" aria-describedby="currency-error"{{/CURRENCY_ERROR}}>{{#CURRENCY_ERROR}}<p class="field-error" id="currency-error">{{MESSAGE}}</p>{{/CURRENCY_ERROR}}</div>
<div class="form-actions"><button class="btn primary">{{#IS_NEW}}Add endpoint{{/IS_NEW}}{{#IS_OLD}}Save endpoint{{/IS_OLD}}</button><a class="btn quiet" href="{{BACK}}">Cancel</a></div>
</form>
