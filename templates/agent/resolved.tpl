{{%AUTOESCAPE context="HTML"}}
{{! The prompt that an agent refers to, as it is now; filled by agent_resolved_show(). }}
{{#RESOLVED}}<section class="resolved">{{#TITLED}}<h2>Prompt</h2>{{/TITLED}}<p>{{#FOUND}}<a href="{{PROMPT_URL}}">{{PROMPT_NAME}}</a>{{/FOUND}}{{#NOT_FOUND}}<strong>{{PROMPT_NAME}}</strong>{{/NOT_FOUND}}{{#BY_LABEL}} <span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{/BY_LABEL}}{{#AT_VERSION}} <span class="chip ver">v{{PROMPT_VERSION}}</span>{{/AT_VERSION}}</p>
{{#UNRESOLVED}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>{{PROBLEM}}</div></div>{{/UNRESOLVED}}
<div>{{>BODY_PARTS}}</div></section>{{/RESOLVED}}
