{{%AUTOESCAPE context="HTML"}}
{{! What is wrong with a form, as form_render() says it; first thing inside the form. }}
{{#FORM_ERRORS}}<div class="error-summary" role="alert" tabindex="-1" autofocus><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#error"></use></svg><div><strong>Please fix the following:</strong><ul>{{#FORM_ERROR}}<li>{{#HAS_FIELD}}<a href="#{{FIELD}}">{{/HAS_FIELD}}{{#AT}}<code>{{PATH}}</code> {{/AT}}{{MESSAGE}}{{#HAS_FIELD}}</a>{{/HAS_FIELD}}</li>{{/FORM_ERROR}}</ul></div></div>{{/FORM_ERRORS}}
