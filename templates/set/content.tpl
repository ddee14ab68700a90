{{%AUTOESCAPE context="HTML"}}
{{! What a test set says; filled by set_content_show(). }}
<p class="muted">{{#IS_FOR}}Tests the {{TARGET_KIND}} {{#LINK}}<a href="{{TARGET_URL}}" dir="auto">{{TARGET_NAME}}</a>{{/LINK}}{{#NO_LINK}}<bdi>{{TARGET_NAME}}</bdi>{{/NO_LINK}}.{{/IS_FOR}}{{#IS_SHARED}}Shared: it can test any prompt or agent.{{/IS_SHARED}}{{#JUDGE}} Judged by the prompt {{#LINK}}<a href="{{TARGET_URL}}" dir="auto">{{TARGET_NAME}}</a>{{/LINK}}{{#NO_LINK}}<bdi>{{TARGET_NAME}}</bdi>{{/NO_LINK}} {{#AT_LABEL}}<span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span>{{/AT_LABEL}}{{#AT_VERSION}}<span class="chip ver">v{{N}}</span>{{/AT_VERSION}}{{#REPEATS}}, asked {{N}} times{{/REPEATS}}.{{/JUDGE}}</p>
<section aria-labelledby="cases-title"><h2 id="cases-title">Cases <span class="muted">{{CASES_COUNTED}}{{#CRITICAL}}, {{N}} critical{{/CRITICAL}}</span></h2>
{{#NO_CASES}}<p class="muted">This test set has no cases yet. Edit it to add the first one.</p>{{/NO_CASES}}
{{>CASES_PART}}
</section>
