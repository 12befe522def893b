import type { MessageWords } from '../template.ts';

export const polish: MessageWords = {
  direction: 'ltr',
  locale: 'pl-PL',
  service: 'Care Information Exchange',
  footer: [
    'Tę wiadomość wysłał komputer. Nikt nie czyta odpowiedzi na ten adres.',
    'Nigdy nie prosimy o podanie hasła ani kodu, ani e-mailem, ani przez telefon.',
  ],
  templates: {
    'invitation-link': ({ link, days }) => ({
      subject: 'Zaproszenie do Care Information Exchange',
      lines: [
        'Zapraszamy do wglądu w swoją dokumentację przez internet.',
        `Aby się zarejestrować, należy otworzyć ten link. Liczba dni, przez które działa: ${days}.`,
        { label: 'Zarejestruj się', link },
        'Potrzebny jest też kod dostępu, który wysyłamy na telefon komórkowy. Jeśli dotrze tylko jedna z dwóch wiadomości, strona podpowie, co zrobić.',
        'Jeśli to pomyłka, nie trzeba nic robić.',
      ],
    }),
    'invitation-code': ({ code }) => `Care Information Exchange: kod dostępu\n${code}\nProszę użyć go z linkiem z e-maila. Nigdy nie pytamy o niego przez telefon.`,
    'email-in-use': ({ home }) => ({
      subject: 'Ten adres e-mail ma już konto',
      lines: [
        'Ktoś, zapewne Ty, podał ten adres e-mail przy rejestracji. Używa go już konto innej osoby, a jeden adres może należeć tylko do jednego konta.',
        'Jeśli to Ty, wróć do rejestracji i podaj własny adres e-mail.',
        'Jeśli to nie Ty, nie trzeba nic robić. Konto pozostaje bez zmian.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'account-added': ({ home }) => ({
      subject: 'Nowy sposób logowania do Twojej dokumentacji',
      lines: [
        'Z Twoją dokumentacją połączono właśnie jeszcze jedno konto: z logowaniem NHS login albo z adresem e-mail i hasłem. Nadal możesz logować się tak jak dotąd.',
        'Jeśli tylko jedno z tych kont jest Twoje, od razu zgłoś to działowi pomocy: ktoś inny może widzieć Twoją dokumentację.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'account-replaced': ({ home }) => ({
      subject: 'Nowe konto zastąpiło Twoje dotychczasowe',
      lines: [
        'Na zaproszenie utworzono właśnie nowe konto z hasłem do Twojej dokumentacji. Dotychczasowe konto zostało zamknięte i wylogowane na wszystkich urządzeniach.',
        'Jeśli to Twoje nowe konto, nie trzeba nic robić. Jeśli nie, od razu zgłoś to działowi pomocy: ktoś inny może widzieć Twoją dokumentację.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'account-replaced-text': () => 'Care Information Exchange: nowe konto zastąpiło Twoje. Jeśli to nie Ty, od razu zgłoś to działowi pomocy.',
    'confirm-email': ({ link }) => ({
      subject: 'Potwierdź adres e-mail',
      lines: [
        'Proszę otworzyć ten link, aby potwierdzić swój adres e-mail i dokończyć rejestrację:',
        { label: 'Potwierdzam adres e-mail', link },
        'Link działa jeden raz. Jeśli to nie Twoja rejestracja, nie trzeba nic robić.',
      ],
    }),
    welcome: ({ home }) => ({
      subject: 'Twoje konto jest gotowe',
      lines: ['Możesz już zalogować się do Care Information Exchange.', { label: 'Zaloguj się', link: home }],
    }),
    'sign-in-code': ({ code }) => `Care Information Exchange: kod bezpieczeństwa\n${code}\nDziała raz, przez kilka minut. Proszę nikomu go nie podawać.`,
    'sign-in-new-device': ({ home }) => ({
      subject: 'Logowanie na Twoje konto z innego urządzenia',
      lines: [
        'Ktoś właśnie użył Twojego konta na nowym urządzeniu lub w nowej przeglądarce.',
        'Jeśli to Ty, nie trzeba nic robić. Jeśli nie, zaloguj się, wejdź na swoje konto i wyloguj się wszędzie. Potem zmień hasło.',
        { label: 'Przejdź do konta', link: `${home}account` },
      ],
    }),
    'sign-in-guessed': ({ home }) => ({
      subject: 'Ktoś może znać Twoje hasło',
      lines: [
        'Ktoś wpisał poprawne hasło do Twojego konta, a potem wiele błędnych kodów. Nie dostał się na konto, a dalsze próby zablokowaliśmy na jeden dzień.',
        'Jeśli to Ty, nie trzeba nic robić. Jeśli nie, ustaw teraz nowe hasło, którego nie używasz nigdzie indziej.',
        { label: 'Ustaw nowe hasło', link: `${home}reset` },
      ],
    }),
    'reset-link': ({ link }) => ({
      subject: 'Ustaw nowe hasło',
      lines: [
        'Ktoś, zapewne Ty, poprosił o nowe hasło dla tego adresu e-mail. Aby je ustawić, otwórz ten link:',
        { label: 'Ustaw nowe hasło', link },
        'Potrzebny jest też kod, który wysyłamy na telefon komórkowy. Link działa jeden raz i tylko przez krótki czas.',
        'Jeśli to nie Ty, nie trzeba nic robić. Hasło się nie zmieni.',
      ],
    }),
    'reset-code': ({ code }) => `Care Information Exchange: kod do nowego hasła\n${code}\nDziała raz. Jeśli to nie Twoja prośba, nie rób nic.`,
    'password-changed': ({ home }) => ({
      subject: 'Hasło zostało zmienione',
      lines: [
        'Hasło do Twojego konta właśnie zmieniono i nastąpiło wylogowanie na wszystkich urządzeniach.',
        'Jeśli to nie Ty, od razu poproś o nowe hasło i daj nam znać.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'sign-in-changed': ({ home }) => ({
      subject: 'Zmieniono sposób logowania',
      lines: [
        'Do Twojego konta właśnie dodano klucz dostępu, aplikację uwierzytelniającą lub telefon komórkowy albo coś z tego usunięto.',
        'Jeśli to nie Ty, od razu poproś o nowe hasło i daj nam znać.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'account-closed': ({ home }) => ({
      subject: 'Konto zostało zamknięte',
      lines: [
        'Konto zamknięto zgodnie z prośbą. Nikt nie może się już na nie zalogować, a my nie będziemy więcej pisać na ten adres.',
        'Jeśli to nie Twoja prośba albo chcesz kiedyś wrócić, ta strona mówi, co zrobić:',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'case-received': ({ reference, home }) => ({
      subject: `Otrzymaliśmy zgłoszenie (${reference})`,
      lines: [
        'Dziękujemy. Zgłoszenie dotarło do działu pomocy, który odpowie najszybciej, jak to możliwe.',
        `Numer zgłoszenia: ${reference}. Proszę go zachować: zapytamy o niego przy następnym kontakcie.`,
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'case-answered': ({ reference, home }) => ({
      subject: `Odpowiedź na zgłoszenie (${reference})`,
      lines: [
        `Dział pomocy odpowiedział na zgłoszenie numer ${reference}.`,
        'Odpowiedź można przeczytać, podając ten numer i swój adres e-mail. Jeśli coś nadal wymaga wyjaśnienia, prosimy o ponowny kontakt z podaniem tego numeru.',
        { label: 'Przeczytaj odpowiedź', link: `${home}contact/answer` },
      ],
    }),
    'professional-approved': ({ link }) => ({
      subject: 'Możesz korzystać z Care Information Exchange',
      lines: ['Dział pomocy zgodził się na Twoją prośbę o dostęp.', { label: 'Zaloguj się', link }],
    }),
    'professional-refused': ({ home }) => ({
      subject: 'Prośba o dostęp',
      lines: [
        'Dział pomocy nie mógł zgodzić się na prośbę o dostęp. Jeśli to pomyłka, prosimy o kontakt.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'proxy-requested': ({ home }) => ({
      subject: 'Prośba o opiekę nad dokumentacją',
      lines: [
        'Ktoś prosi o opiekę nad dokumentacją innej osoby. Jedną z tych dwóch osób jesteś Ty.',
        'Zaloguj się, aby zobaczyć, kto prosi. Zanim cokolwiek się otworzy, dział pomocy sprawdza każdą prośbę.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'proxy-refused': ({ home }) => ({
      subject: 'Prośba o opiekę nad dokumentacją nie została przyjęta',
      lines: [
        'Dział pomocy nie mógł zgodzić się na prośbę o opiekę nad dokumentacją innej osoby. Jedną z tych dwóch osób jesteś Ty. Niczego nie otwarto.',
        'Jeśli to pomyłka, prosimy o kontakt.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'proxy-started': ({ home }) => ({
      subject: 'Ktoś może już opiekować się dokumentacją',
      lines: [
        'Jedna osoba może już opiekować się dokumentacją drugiej. Jedną z nich jesteś Ty.',
        'Zaloguj się, aby zobaczyć, kto to jest i jak to zakończyć.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'proxy-review-due': ({ date, home }) => ({
      subject: 'Opieka nad dokumentacją: czas na sprawdzenie',
      lines: [
        `Do dnia ${date} musimy ponownie sprawdzić, czy jedna osoba może nadal opiekować się dokumentacją drugiej. Jedną z nich jesteś Ty.`,
        'Zaloguj się, aby zobaczyć, co zrobić. Bez sprawdzenia opieka skończy się tego dnia.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'proxy-ends': ({ date, home }) => ({
      subject: 'Opieka nad dokumentacją wkrótce się skończy',
      lines: [
        `Od dnia ${date} jedna osoba nie będzie już mogła opiekować się dokumentacją drugiej. Jedną z nich jesteś Ty.`,
        'Zaloguj się, aby zobaczyć dlaczego i co zrobić, jeśli ma to trwać dalej.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'proxy-suspended': ({ home }) => ({
      subject: 'Opieka nad dokumentacją jest wstrzymana',
      lines: [
        'Na razie jedna osoba nie może opiekować się dokumentacją drugiej. Jedną z nich jesteś Ty.',
        'Zaloguj się, aby zobaczyć dlaczego i co zrobić, jeśli ma to trwać dalej.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'proxy-ended': ({ home }) => ({
      subject: 'Opieka nad dokumentacją się skończyła',
      lines: ['Jedna osoba nie opiekuje się już dokumentacją drugiej. Jedną z nich jesteś Ty.', { label: 'Zaloguj się', link: home }],
    }),
    'record-shared': ({ home }) => ({
      subject: 'Ktoś udostępnił Ci swoją dokumentację',
      lines: [
        'Ktoś postanowił pokazać Ci swoją dokumentację w Care Information Exchange.',
        'Zaloguj się, aby zobaczyć, czyja to dokumentacja: jest na liście „Records shared with you”. Jeśli masz konto prywatne, użyj tego z tym adresem e-mail.',
        { label: 'Zaloguj się', link: home },
        'Jeśli nie wiesz, o co chodzi, nie musisz nic robić.',
      ],
    }),
    'record-shared-team': ({ home }) => ({
      subject: 'Ktoś udostępnił Wam wszystkim swoją dokumentację',
      lines: [
        'Ktoś postanowił pokazać Wam wszystkim swoją dokumentację w Care Information Exchange.',
        'Przy najbliższym spotkaniu zalogujcie się i otwórzcie ją, podając numer NHS i datę urodzenia. Może to zrobić każdy, kogo dział pomocy dodał do Waszej grupy.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'invitation-opened': ({ home }) => ({
      subject: 'Zaproszona osoba otworzyła Twoją dokumentację',
      lines: [
        'Ktoś, kogo zaprosiłeś lub zaprosiłaś, właśnie po raz pierwszy otworzył Twoją dokumentację.',
        'Zaloguj się, aby zobaczyć, kto to był i co oglądał. W każdej chwili możesz przestać udostępniać tej osobie dokumentację.',
        { label: 'Zobacz, kto oglądał Twoją dokumentację', link: `${home}access-log` },
      ],
    }),
    'records-request-received': ({ reference, home }) => ({
      subject: `Twój wniosek ${reference}`,
      lines: [
        `Otrzymaliśmy Twój wniosek o dokumentację. Jego numer to ${reference}.`,
        'Zaloguj się, aby zobaczyć, co będzie dalej i czy trzeba nam najpierw coś pokazać.',
        { label: 'Twoje wnioski', link: `${home}records-request` },
      ],
    }),
    'records-request-started': ({ reference, date, home }) => ({
      subject: `Twój wniosek ${reference}: dokumenty dotarły`,
      lines: [`Dotarło do nas to, co wysłano do wniosku ${reference}. Odpowiemy do dnia ${date}.`, { label: 'Twoje wnioski', link: `${home}records-request` }],
    }),
    'records-request-evidence': ({ reference, home }) => ({
      subject: `Twój wniosek ${reference}: czegoś brakuje`,
      lines: [
        `Nie możemy jeszcze zająć się wnioskiem ${reference}. Zaloguj się, aby zobaczyć, czego brakuje, i to wysłać.`,
        'Czas na naszą odpowiedź zaczyna biec, gdy to do nas dotrze.',
        { label: 'Twoje wnioski', link: `${home}records-request` },
      ],
    }),
    'records-request-extended': ({ reference, date, home }) => ({
      subject: `Twój wniosek ${reference} potrwa dłużej`,
      lines: [
        `Potrzebujemy więcej czasu na wniosek ${reference}. Odpowiemy do dnia ${date}.`,
        'Zaloguj się, aby przeczytać dlaczego. Możesz złożyć skargę do Information Commissioner’s Office (ico.org.uk).',
        { label: 'Twoje wnioski', link: `${home}records-request` },
      ],
    }),
    'records-request-answered': ({ reference, date, home }) => ({
      subject: `Odpowiedź na Twój wniosek ${reference}`,
      lines: [`Jest odpowiedź na wniosek ${reference}. Zaloguj się, aby odebrać kopię. Możesz to zrobić do dnia ${date}.`, { label: 'Odbierz kopię', link: `${home}records-request` }],
    }),
    'records-request-refused': ({ reference, home }) => ({
      subject: `Odpowiedź na Twój wniosek ${reference}`,
      lines: [`Nie mogliśmy zgodzić się na wniosek ${reference}. Zaloguj się, aby przeczytać dlaczego i co możesz zrobić.`, { label: 'Twoje wnioski', link: `${home}records-request` }],
    }),
    'records-request-collected': ({ reference, home }) => ({
      subject: `Kopię do wniosku ${reference} odebrano`,
      lines: [
        `Kopię do wniosku ${reference} odebrano przed chwilą z Twojego konta.`,
        'Jeśli to nie Ty, zmień sposób logowania i od razu skontaktuj się z działem pomocy.',
        { label: 'Pomoc', link: `${home}help` },
      ],
    }),
    'records-request-again': ({ reference, home }) => ({
      subject: `Wniosek ${reference} jest rozpatrywany ponownie`,
      lines: [
        `Wniosek ${reference} jest rozpatrywany ponownie. Do tego czasu kopii nie można odebrać. Nie musisz nic robić.`,
        { label: 'Twoje wnioski', link: `${home}records-request` },
      ],
    }),
    'records-requested': ({ home }) => ({
      subject: 'Wniosek o kopię dokumentacji',
      lines: [
        'Ktoś poprosił o kopię dokumentacji i może to być Twoja dokumentacja. Nic nie zostanie wydane, zanim nie sprawdzimy, kto prosi i jakim prawem.',
        'Zaloguj się, aby zobaczyć, kto to jest, i zgłosić, jeśli nie powinien jej dostać.',
        { label: 'Kto prosi o Twoją dokumentację', link: `${home}records-request` },
      ],
    }),
    'records-released': ({ home }) => ({
      subject: 'Można odebrać kopię dokumentacji',
      lines: [
        'Osoba, która poprosiła o kopię Twojej dokumentacji, może ją teraz odebrać. Sprawdziliśmy, kim jest i jakim prawem prosi.',
        'Zaloguj się, aby zobaczyć, kto to jest. Jeśli nie powinien jej dostać, zgłoś to tam od razu: wtedy nic nie można odebrać, zanim nie rozpatrzymy tego ponownie.',
        { label: 'Kto prosi o Twoją dokumentację', link: `${home}records-request` },
      ],
    }),
    'records-stopped': ({ home }) => ({
      subject: 'Kopii dokumentacji nie można już odebrać',
      lines: [
        'Pisaliśmy, że ktoś może odebrać kopię Twojej dokumentacji. Od teraz nie może. Jeśli odebrano ją wcześniej, rejestr dostępu pokazuje kiedy.',
        { label: 'Kto oglądał Twoją dokumentację', link: `${home}access-log` },
      ],
    }),
    'records-review-asked': ({ home }) => ({
      subject: 'Potrzebna jest Twoja opinia o wniosku o dokumentację',
      lines: [
        'Zespół do spraw dokumentacji prosi Cię o przeczytanie dokumentacji przed wydaniem jej kopii i o opinię, co mogłoby wyrządzić poważną szkodę.',
        'Zaloguj się, aby zobaczyć, o czyją dokumentację chodzi i do kiedy.',
        { label: 'Zobacz, co czeka', link: `${home}records-reviews` },
      ],
    }),
    'summary-opened': ({ home }) => ({
      subject: 'Podsumowanie Twojej dokumentacji zostało otwarte',
      lines: [
        'Ktoś właśnie otworzył podsumowanie, dla którego utworzono kod na Twoim koncie. Nie można go już otworzyć ponownie.',
        'Zaloguj się, aby zobaczyć, kiedy to było i za kogo podała się ta osoba.',
        { label: 'Zaloguj się', link: `${home}share-summary` },
        'Jeśli nikomu nie podano kodu, natychmiast powiadom dział pomocy.',
      ],
    }),
    'summary-burned': ({ home }) => ({
      subject: 'Podsumowanie Twojej dokumentacji zostało zamknięte',
      lines: [
        'Ktoś pięć razy podał niewłaściwą datę urodzenia do podsumowania, dla którego utworzono kod na Twoim koncie. Nikt go nie otworzył i nie można go już otworzyć.',
        'Jeśli nadal chcesz udostępnić podsumowanie, utwórz nowe.',
        { label: 'Zaloguj się', link: `${home}share-summary` },
      ],
    }),
    'summary-stopped': ({ home }) => ({
      subject: 'Podsumowanie Twojej dokumentacji zostało zatrzymane',
      lines: [
        'Twoja dokumentacja została uporządkowana, a podsumowanie, dla którego utworzono kod na Twoim koncie, może już nie być prawidłowe. Nie można go już otworzyć.',
        'Jeśli nadal chcesz udostępnić podsumowanie, utwórz nowe.',
        { label: 'Zaloguj się', link: `${home}share-summary` },
      ],
    }),
    'records-task': ({ reference, date, home }) => ({
      subject: `Wniosek o dokumentację ${reference}: jest coś do zrobienia`,
      lines: [`Wniosek ${reference} czeka na zespół do spraw dokumentacji. Odpowiedź jest potrzebna do dnia ${date}.`, { label: 'Wnioski o dokumentację', link: `${home}records` }],
    }),
    'search-alert': ({ home }) => ({
      subject: 'Nietypowe wyszukiwanie osób',
      lines: [
        'Z jednego konta szukano w krótkim czasie większej liczby osób niż zwykle. Dalsze wyszukiwania z tego konta są spowolnione.',
        'Zaloguj się, aby zobaczyć, które to konto.',
        { label: 'Zaloguj się', link: `${home}privacy-officer` },
      ],
    }),
    'records-alert': ({ home }) => ({
      subject: 'Z jednego konta poproszono naraz o wiele dokumentacji',
      lines: [
        'Z jednego konta poproszono naraz o dokumentację wielu osób, do której nie ma ono dostępu. Niczego nie pokazano.',
        'Zaloguj się, aby zobaczyć, które to konto.',
        { label: 'Zaloguj się', link: `${home}privacy-officer` },
      ],
    }),
    'emergency-opened': ({ home }) => ({
      subject: 'Twoją dokumentację otwarto w nagłej sytuacji',
      lines: [
        'Ktoś właśnie otworzył Twoją dokumentację w nagłej sytuacji, najwyżej na 30 minut.',
        'Zaloguj się, aby zobaczyć, kto to był, w jakiej organizacji pracuje i dlaczego to zrobił. Jeśli nie było to słuszne, możesz to tam zgłosić, a my to sprawdzimy.',
        { label: 'Zobacz, kto otworzył moją dokumentację', link: `${home}opened-in-emergency` },
      ],
    }),
    'emergency-opened-text': () => 'Care Information Exchange: ktoś otworzył Twoją dokumentację w nagłej sytuacji. Zaloguj się, aby zobaczyć, kto i dlaczego.',
    'emergency-answered': ({ home }) => ({
      subject: 'Odpowiedź w sprawie Twojej dokumentacji',
      lines: [
        'Twoje pytanie dotyczyło otwarcia Twojej dokumentacji w nagłej sytuacji. Inspektor ochrony prywatności odpowiedział na nie.',
        'Zaloguj się, aby przeczytać odpowiedź.',
        { label: 'Przeczytaj odpowiedź', link: `${home}opened-in-emergency` },
      ],
    }),
    'privacy-case': ({ home }) => ({
      subject: 'Otwarto dokumentację z podaniem powodu',
      lines: [
        'Ktoś właśnie otworzył dokumentację w nagłej sytuacji albo dokumentację szczególnie chronioną.',
        'Zaloguj się, aby zobaczyć, kto i dlaczego to zrobił, i rozstrzygnąć, czy było to słuszne.',
        { label: 'Zobacz, co czeka', link: `${home}privacy-officer` },
      ],
    }),
    'privacy-dispute': ({ home }) => ({
      subject: 'Ktoś kwestionuje otwarcie swojej dokumentacji',
      lines: [
        'Pewna osoba uważa, że otwarcie jej dokumentacji nie było słuszne. Odpowiedź należy się jej w wyznaczonym terminie.',
        'Zaloguj się, aby zobaczyć, o co chodzi i jaki jest termin.',
        { label: 'Zobacz, co czeka', link: `${home}privacy-officer` },
      ],
    }),
    'privacy-due': ({ home }) => ({
      subject: 'Zbliża się termin odpowiedzi',
      lines: [
        'Osoba, która kwestionuje otwarcie swojej dokumentacji, czeka na odpowiedź. Termin mija w ciągu dwóch dni albo już minął.',
        'Zaloguj się, aby zobaczyć, o co chodzi i jaki jest termin.',
        { label: 'Zobacz, co czeka', link: `${home}privacy-officer` },
      ],
    }),
    'appointment-answer': ({ home }) => ({
      subject: 'Wiadomość w sprawie Twojej prośby',
      lines: [
        'Poproszono o zmianę z Twojego konta. Są w tej sprawie nowe informacje.',
        'Zaloguj się, aby je zobaczyć. Dopóki ich tam nie przeczytasz, nie licz na tę zmianę.',
        { label: 'Zaloguj się', link: home },
      ],
    }),
    'result-task': ({ link }) => ({
      subject: 'Zadanie dla Twojego zespołu',
      lines: [
        'Osoby, których to dotyczy, będą mogły wkrótce przeczytać coś, co Twoja organizacja przekazała do systemu wymiany, a czego nikt z Twojego zespołu jeszcze tam nie otworzył.',
        'Zaloguj się, aby zobaczyć, co to jest, kto o to poprosił i od kiedy będzie można to przeczytać.',
        { label: 'Zobacz, co czeka', link },
      ],
    }),
  },
};
