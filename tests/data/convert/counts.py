# Independent counts: questions, options (incl. scale points), translations, straight from the files.
#
#   python3 counts.py FOLDER      the folder of real exports
import json, os, sys, xml.etree.ElementTree as E
d=os.path.join(sys.argv[1],'')
q=json.load(open(d+'qualtrics-climate.qsf'))
els={e['PrimaryAttribute']:e['Payload'] for e in q['SurveyElements'] if e['Element']=='SQ'}
bl=[e for e in q['SurveyElements'] if e['Element']=='BL'][0]['Payload']
bl=bl.values() if isinstance(bl,dict) else bl
blocks={b['ID']:b for b in bl}
def flow(f,out):
    for x in f:
        if x['Type'] in('Block','Standard'): out.append(x['ID'])
        if 'Flow' in x: flow(x['Flow'],out)
    return out
fl=[e for e in q['SurveyElements'] if e['Element']=='FL'][0]['Payload']['Flow']
ids=[]
for b in dict.fromkeys(flow(fl,[])):
    ids+= [x['QuestionID'] for x in blocks[b].get('BlockElements',[]) if x['Type']=='Question']
from collections import Counter
kinds=Counter((els[i]['QuestionType'],els[i]['Selector']) for i in ids)
print('qsf in flow',len(ids),kinds)
asked=[i for i in ids if els[i]['QuestionType'] not in('Captcha','Timing','Meta')]
print('qsf expected questions',sum(max(1,len(els[i].get('ChoiceOrder',[1]))) if els[i]['QuestionType']=='Slider' else 1 for i in asked))
print('MC choices',sum(len(els[i]['Choices']) for i in ids if els[i]['QuestionType']=='MC'), [ (els[i]['DataExportTag'],[c['Display'] for c in els[i]['Choices'].values()]) for i in ids if els[i]['QuestionType']=='MC'])
t=E.parse(d+'limesurvey-structure.lss').getroot()
rows=lambda s: t.findall(s+'/rows/row')
print('lss', Counter(r.find('type').text for r in rows('questions')), 'subs',len(rows('subquestions')),'answers',len(rows('answers')))
subs=Counter(r.find('parent_qid').text for r in rows('subquestions'))
n=0
for r in rows('questions'):
    k=r.find('type').text; s=[x for x in rows('subquestions') if x.find('parent_qid').text==r.find('qid').text]
    m={'Q':len(s),'K':len(s),'1':2,'O':2,'I':0}.get(k,1)
    print(r.find('title').text,k,len(s),len([a for a in rows('answers') if a.find('qid').text==r.find('qid').text]),m, (r.find('relevance').text if r.find('relevance') is not None else None)); n+=m
abouts=sum(1 for g in rows('groups') if g.find('description').text and g.find('description').text.strip())
print('lss expected', n,'+ group notes',abouts)
for f in('kobo-customer-satisfaction.json','kobo-long-unicode-labels.json'):
    k=json.load(open(d+f)); c=k['content']; print(f,Counter(r.get('type','').split()[0] for r in c['survey']),len(c['choices']),c.get('translations'))
