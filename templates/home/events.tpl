{{%AUTOESCAPE context="HTML"}}
{{! What was recorded last: EVENT as audit_view.h says. }}
<section aria-labelledby="events-title"><div class="section-head"><h2 id="events-title">Recorded last</h2><a href="/audit">Audit log</a></div>
<table class="list"><caption class="sr">Events, newest first</caption>
<thead><tr><th scope="col">Event</th><th scope="col">Record</th><th scope="col">Person</th><th scope="col">When</th></tr></thead>
<tbody>
{{#EVENT}}<tr><td class="primary"><div class="title"><a href="{{EVENT_URL}}">{{WHAT}}</a>{{#IS_FAILURE}}<span class="chip state bad">Failed</span>{{/IS_FAILURE}}{{#IS_REFUSAL}}<span class="chip state bad">Refused</span>{{/IS_REFUSAL}}{{#IS_OUTSIDE}}<span class="chip state wait">From outside</span>{{/IS_OUTSIDE}}</div></td><td>{{#RECORD_LINK}}<a href="{{RECORD_URL}}">{{RECORD}}</a>{{/RECORD_LINK}}{{#RECORD_PLAIN}}<span class="muted">{{RECORD}}</span>{{/RECORD_PLAIN}}</td><td>{{ACTOR}}</td><td class="when">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</td></tr>
{{/EVENT}}
</tbody></table>
</section>
