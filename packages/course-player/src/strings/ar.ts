import type { Strings } from './strings.ts';

export const ar: Strings = {
  contents: 'المحتويات',
  previous: 'السابق',
  next: 'التالي',
  exit: 'حفظ وخروج',
  saved: 'حُفظ',
  saving: 'جارٍ الحفظ…',
  waiting: 'لم يُحفظ بعد. تجري المحاولة مجددًا…',
  elsewhere: 'فُتح هذا المقرر في مكان آخر. ما تفعله هنا لم يعد يُحفظ.',
  closed: 'هذا المقرر لم يعد متاحًا. ما تفعله هنا لا يُحفظ.',
  notRecorded: 'معاينة: لا يُسجَّل شيء',
  done: 'مكتمل',
  passed: 'ناجح',
  failed: 'غير ناجح',
  choose: 'من أين تريد أن تبدأ؟',
  chooseTodo: 'اختر من المحتويات.',
  finished: 'وصلت إلى النهاية',
  left: 'إلى اللقاء',
  canClose: 'كل شيء محفوظ. يمكنك إغلاق هذه الصفحة.',
  openAgain: 'فتح من جديد',
  back: 'رجوع',
};
