{{%AUTOESCAPE context="HTML"}}
{{! What is live, what is next and who is affected; filled by record_strip_head(). }}
<ul class="strip">
{{#IS_ARCHIVED}}<li><span class="chip state off">Archived</span></li>{{/IS_ARCHIVED}}
{{#IS_STOPPED}}<li><a class="chip state stopped" href="{{BASE}}/stop">{{STOPPED_WORDS}}</a></li>{{/IS_STOPPED}}{{#USES_STOPPED}}<li><a class="chip state stopped" href="{{STOP_URL}}">Stopped by a {{STOPPED_NOUN}} that it uses</a></li>{{/USES_STOPPED}}
{{#LIVE}}<li><span class="live">Production {{#LIVE_LINKED}}<a class="chip ver" href="{{BASE}}/versions/{{LIVE_VERSION}}">v{{LIVE_VERSION}}</a>{{/LIVE_LINKED}}{{#LIVE_PLAIN}}<span class="chip ver">v{{LIVE_VERSION}}</span>{{/LIVE_PLAIN}}</span></li>{{/LIVE}}
{{#NOT_LIVE}}<li><span class="live none">Nothing released yet</span></li>{{/NOT_LIVE}}
<li>{{SEEN_WORDS}}</li>
{{#LIVE_BEHIND}}<li>{{COUNTED}} ahead</li>{{/LIVE_BEHIND}}
{{#NEWEST}}<li><a href="{{BASE}}">v{{CURRENT_VERSION}} is the newest{{NEWEST_RELEASED}}</a></li>{{/NEWEST}}
{{#LIVE_COMPARE}}<li><a href="{{BASE}}/diff?from={{LIVE_VERSION}}&amp;to={{SEEN_VERSION}}">Compare<span class="sr"> production with v{{SEEN_VERSION}}</span></a></li>{{/LIVE_COMPARE}}
{{#RELEASE_LATER}}<li><a href="{{BASE}}/releases/change?label=production&amp;to_version={{SEEN_VERSION}}">{{RELEASE_VERB}} v{{SEEN_VERSION}}</a></li>{{/RELEASE_LATER}}
{{#WAITING}}<li><a class="waits" href="{{BASE}}/releases{{#MAY_READ}}/{{WAITING_ID}}{{/MAY_READ}}">{{#WAITING_BY}}{{NAME}} proposes {{/WAITING_BY}}{{#WAITING_OWN}}You propose {{/WAITING_OWN}}{{#WAITING_VERSION}}v{{N}} for production{{/WAITING_VERSION}}{{#WAITING_REMOVE}}to remove production{{/WAITING_REMOVE}}</a></li>{{/WAITING}}
{{#IS_BROKEN}}<li><a class="chip state bad" href="{{BASE}}#broken">{{BROKEN_WORDS}}</a></li>{{/IS_BROKEN}}
{{#IS_USED}}<li><a href="{{BASE}}/used-by">Used by {{USE_COUNT}}</a></li>{{/IS_USED}}
</ul>
