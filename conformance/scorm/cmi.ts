/** The data model of SCORM 1.2 as a runtime stores it; every value is text (RTE 3.4). */
export interface Cmi {
  suspend_data: string;
  core: {
    student_id: string;
    student_name: string;
    lesson_location: string;
    credit: string;
    lesson_status: string;
    lesson_mode: string;
    entry: string;
    exit: string;
    session_time: string;
    total_time: string;
    score: { raw: string; min: string; max: string };
  };
  student_data: { mastery_score: string };
  interactions: Readonly<Record<string, CmiInteraction>>;
}

export interface CmiInteraction {
  id: string;
  type: string;
  student_response: string;
  result: string;
  latency: string;
  time: string;
  correct_responses: Readonly<Record<string, { pattern: string }>>;
}
