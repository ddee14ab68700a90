{{%AUTOESCAPE context="HTML"}}
{{! The HTML part of a mail: no layout, no remote content. SUBJECT; PARAGRAPH (TEXT); LINK (LABEL URL); NOTE. }}
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{SUBJECT}}</title></head>
<body>
{{#PARAGRAPH}}<p>{{TEXT}}</p>
{{/PARAGRAPH}}{{#LINK}}<p><a href="{{URL}}">{{LABEL}}</a></p>
<p><small>{{ADDRESS}}</small></p>
{{/LINK}}<hr>
<p><small>{{NOTE}}</small></p>
</body>
</html>
