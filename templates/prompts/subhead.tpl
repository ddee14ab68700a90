{{%AUTOESCAPE context="HTML"}}
{{! The head of the pages behind a prompt's buttons; filled by prompt_page_subhead(). }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/prompts">Prompts</a>{{#CRUMB}} / <a href="/prompts?folder={{CRUMB_PATH:url_query_escape}}">{{CRUMB_NAME}}</a>{{/CRUMB}} / <a href="{{BASE}}">{{LEAF}}</a></p>
<h1>{{VERB}} {{LEAF}}</h1>
</div>
</div>
