{{%AUTOESCAPE context="HTML"}}
{{>HEAD}}
<div class="split">
<div class="stack">
{{#ABOUT}}<p class="lead">{{DESCRIPTION}}</p>{{/ABOUT}}
{{#METADATA_ONLY}}<div class="callout"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#lock"></use></svg><div>Your persona sees names and metadata. The text of prompts stays in their organization.</div></div>{{/METADATA_ONLY}}
<div>{{>BODY_PARTS}}</div>
<section aria-labelledby="used-title"><h2 id="used-title">Used by</h2>{{>USED}}</section>
{{>EVENTS}}
</div>
<aside class="aside" aria-label="About this prompt">
{{>ABOUT_PART}}
{{#VARIABLES}}<section><h2>Variables</h2><div class="chips">{{#VARIABLE_NAME}}<code>{{NAME}}</code>{{/VARIABLE_NAME}}</div>{{#NO_VARIABLES}}<p class="muted">None.</p>{{/NO_VARIABLES}}</section>{{/VARIABLES}}
{{#SETTINGS}}<section><h2>Model settings</h2><div class="code"><pre>{{BI_NEWLINE}}{{SETTINGS_JSON:pre_escape}}</pre></div></section>{{/SETTINGS}}
</aside>
</div>
