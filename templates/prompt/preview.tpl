{{%AUTOESCAPE context="HTML"}}
{{! What the editor found in the body; filled by prompt_form_preview(). }}
{{#PREVIEW}}<section class="stack" aria-labelledby="preview-title"><h2 id="preview-title">Preview: {{VARIABLES_COUNTED}}</h2>
{{#VANISHED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>These variables of the current version are gone: <code>{{VANISHED_NAMES}}</code>. Programs that fill them in may need a change.</div></div>{{/VANISHED}}
<div class="chips">{{#VARIABLE_NAME}}<code>{{NAME}}</code>{{/VARIABLE_NAME}}</div>
<div>{{>BODY_PARTS}}</div>
</section>{{/PREVIEW}}
