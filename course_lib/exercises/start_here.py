"""Lesson 0: a first prediction, a first check, and three questions."""

from course_lib.checking import Choice, Mistake, Question, ValueExercise, contents

first_guess = Question(
    title="Predict: the line slides past everyone",
    statement="Think of the line as it stood at first. You slide it upwards, without turning it, until no student is "
    "left above it. How many students does it then get wrong?",
    prediction=True,
    choices=[
        Choice(
            "None. Nobody is left above the line, so nobody is judged wrongly.",
            "It is tempting because nobody is admitted by mistake any more. But the students who were really admitted "
            "now lie below the line, and each of them is a mistake.",
        ),
        Choice(
            "As many as were really admitted.",
            "The line now says no to everyone. That is right for those who were rejected and wrong for those who "
            "were admitted. Slide it further, and the number stays the same.",
            right=True,
        ),
        Choice(
            "More and more. The further the line moves, the more mistakes it makes.",
            "It is tempting because the line gets worse and worse to look at. But a student is one mistake, whether "
            "the line is near or far. Once everyone is below it, nothing changes any more.",
        ),
        Choice(
            "All of them. No student is where they should be.",
            "The rejected students are where they should be: below the line, on the side that says no. Only those "
            "who were admitted are on the wrong side.",
        ),
    ],
)

first_check = ValueExercise(
    title="Put a student into the line",
    statement="Put the student with test score 7 and grades 6 into -1 · x1 + 2 · x2 - 4.",
    reference=1,
    mistakes=[
        Mistake(
            "The last term is left out: 5",
            5,
            "That is -1 · 7 + 2 · 6. The 4 at the end still has to be taken away.",
        ),
        Mistake(
            "The last term is added: 9",
            9,
            "The 4 was added. In the equation it is taken away: … - 4.",
        ),
        Mistake(
            "The minus sign of the first term is lost: 15",
            15,
            "That is 7 + 2 · 6 - 4. The first number is -1, so 7 counts as -7.",
        ),
        Mistake(
            "Test and grades are swapped: 4",
            4,
            "The 7 and the 6 have changed places. The test score 7 belongs to x1, and the grades 6 belong to x2.",
        ),
        Mistake(
            "The weight 2 is left out: -5",
            -5,
            "That is -7 + 6 - 4. The grades count twice: 2 · 6.",
        ),
    ],
    hints=[
        "In Python a product is written with a star: `2 * 6`.",
        "There are three terms: -1 times 7, then 2 times 6, then minus 4.",
        "`answer = -1 * 7 + 2 * 6 - 4`",
    ],
    praise="The result is above zero, so this student lies on the blue side of the line. That number has a name, and "
    "lesson 1 begins with it.",
    otherwise="Go term by term: -1 times 7, then 2 times 6, then minus 4, and add the three up.",
)

recall_learning = Question(
    title="What changes when a network learns",
    statement="A neural network learns from examples. What changes in it?",
    choices=[
        Choice(
            "Its memory. It stores every example and looks the right one up.",
            "It is tempting because that is how a vocabulary list works. But the line at the top has three "
            "numbers and no room for a hundred students.",
        ),
        Choice(
            "Its program. It writes itself new rules in Python.",
            "The program stays as it is. It is tempting because the outcome looks like a new rule, but the rule is "
            "held by the numbers.",
        ),
        Choice(
            "Its weights. They are adjusted a little at a time.",
            "The workers keep their places and adjust their tools: each weight is changed a little, so that the "
            "error on the examples shrinks.",
            right=True,
        ),
        Choice(
            "The examples. Those that do not fit are left out.",
            "The examples are what it learns from, and they stay as they are. Leaving out what does not fit makes "
            "the error look smaller and the network no better.",
        ),
    ],
)

recall_brain = Question(
    title="How far the brain helps",
    statement="A friend says: a neural network works like a brain. What do you answer?",
    choices=[
        Choice(
            "The idea came from there, but the likeness is loose.",
            "Both have many simple units, and learning changes how strongly they are connected. Pulses over time, and "
            "how the brain itself learns, are another matter.",
            right=True,
        ),
        Choice(
            "That is right, down to the way it learns.",
            "It is tempting because of the name. But our networks work out each unit's exact share of an error, and "
            "the brain is not known to learn that way.",
        ),
        Choice(
            "The two have nothing to do with each other.",
            "It goes too far the other way. The first neurons on paper were drawn after nerve cells, and words such as "
            "*neuron* stayed.",
        ),
    ],
)

recall_notebook = Question(
    title="When a notebook gets confused",
    statement="You have run cells in a mixed order and changed some. Now one shows a result that makes no sense. "
    "What do you try first?",
    choices=[
        Choice(
            "Run that one cell again until it is right.",
            "The same cell with the same values gives the same result. The value that spoils it was made by another "
            "cell.",
        ),
        Choice(
            "Restart the kernel and run all cells from the top.",
            "Cells share what they have made, even what you have since deleted. A restart forgets it all, and from the "
            "top every value is made afresh.",
            right=True,
        ),
        Choice(
            "Install the course again.",
            "It would bring back the same programs. What got mixed up are the values in this notebook's memory, and "
            "a restart clears those.",
        ),
    ],
)

CONTENTS = contents(vars())
